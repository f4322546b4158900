(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** svm_loss.loss: Mean loss *)
Definition svm_loss_loss : Prop := forall (C N : nat) (margin : R) (x : nat -> nat -> R) (y : nat -> nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  sumn N (fun n => sumn C (fun c => relu (x n c + margin - x n (y n)) * (1 - delta c (y n)))) / INR N
  = sumn C (fun c => sumn N (fun n => step (x n c + margin - x n (y n)) * (x n c + margin - x n (y n)) * (1 - delta c (y n)))) / INR N
  /\ sumn N (fun n => sumn C (fun c => relu (x n c + margin - x n (y n)) * (1 - delta c (y n)))) / INR N
  = sumn C (fun c => sumn N (fun n => step (x n c + margin - x n (y n)) * (x n c + margin - x n (y n)) * (1 - delta c (y n)))) / INR N.

(** svm_loss.dx: Gradient with respect to the scores *)
Definition svm_loss_dx : Prop := forall (C N : nat) (margin : R) (x : nat -> nat -> R) (y : nat -> nat) (i j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  (i < N)%nat ->
  (j < C)%nat ->
  (forall n, (n < N)%nat -> forall c, (c < C)%nat -> x n c + margin - x n (y n) <> 0) ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => relu (moved2 x i j t n c + margin - moved2 x i j t n (y n)) * (1 - delta c (y n)))) / INR N)
    0
    ((step (x i j + margin - x i (y i)) * (1 - delta j (y i)) ^ 2 - delta j (y i) * sumn C (fun c => step (x i c + margin - x i (y i)) * (1 - delta c (y i)))) / INR N)
  /\ (step (x i j + margin - x i (y i)) * (1 - delta j (y i)) - delta j (y i) * sumn C (fun c => step (x i c + margin - x i (y i)) * (1 - delta c (y i)))) / INR N
  = (step (x i j + margin - x i (y i)) * (1 - delta j (y i)) ^ 2 - delta j (y i) * sumn C (fun c => step (x i c + margin - x i (y i)) * (1 - delta c (y i)))) / INR N.
