(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** linear_svm.loss: Loss *)
Definition linear_svm_loss : Prop := forall (C D N : nat) (lambda margin : R) (W x : nat -> nat -> R) (y : nat -> nat),
  (0 < C)%nat ->
  (0 < D)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  lambda * sumn D (fun d => sumn C (fun c => (W d c) ^ 2)) + sumn N (fun n => sumn C (fun c => relu (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N
  = lambda * sumn C (fun c => sumn D (fun d => (W d c) ^ 2)) + sumn C (fun c => sumn N (fun n => step (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N
  /\ lambda * sumn D (fun d => sumn C (fun c => (W d c) ^ 2)) + sumn N (fun n => sumn C (fun c => relu (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N
  = lambda * sumn C (fun c => sumn D (fun d => (W d c) ^ 2)) + sumn C (fun c => sumn N (fun n => step (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N.

(** linear_svm.dW: Gradient with respect to the weights *)
Definition linear_svm_dW : Prop := forall (C D N : nat) (lambda margin : R) (W x : nat -> nat -> R) (y : nat -> nat) (i j : nat),
  (0 < C)%nat ->
  (0 < D)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  (i < D)%nat ->
  (j < C)%nat ->
  (forall n, (n < N)%nat -> forall c, (c < C)%nat -> margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d) <> 0) ->
  derivable_pt_lim (fun t =>
      lambda * sumn D (fun d => sumn C (fun c => (moved2 W i j t d c) ^ 2)) + sumn N (fun n => sumn C (fun c => relu (margin + sumn D (fun d => moved2 W i j t d c * x n d) - sumn D (fun d => moved2 W i j t d (y n) * x n d)) * (1 - delta c (y n)))) / INR N)
    0
    (2 * W i j * lambda + sumn N (fun n => x n i * (step (margin + sumn D (fun d => W d j * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta j (y n)) ^ 2 - delta j (y n) * sumn C (fun c => step (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N))
  /\ 2 * W i j * lambda + sumn N (fun n => x n i * (step (margin + sumn D (fun d => W d j * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta j (y n)) - delta j (y n) * sumn C (fun c => step (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N)
  = 2 * W i j * lambda + sumn N (fun n => x n i * (step (margin + sumn D (fun d => W d j * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta j (y n)) ^ 2 - delta j (y n) * sumn C (fun c => step (margin + sumn D (fun d => W d c * x n d) - sumn D (fun d => W d (y n) * x n d)) * (1 - delta c (y n)))) / INR N).
