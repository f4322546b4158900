(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** binary_cross_entropy.loss: Mean loss *)
Definition binary_cross_entropy_loss : Prop := forall (D N : nat) (target x : nat -> nat -> R),
  (0 < D)%nat ->
  (0 < N)%nat ->
  sumn N (fun n => sumn D (fun d => - (target n d * ln (sigmoid (x n d))) - ln (sigmoid (- x n d)) * (1 - target n d))) / INR D / INR N
  = sumn D (fun d => sumn N (fun n => target n d * ln (1 + exp (- x n d)) + ln (1 + exp (x n d)) * (1 - target n d))) / INR D / INR N
  /\ sumn N (fun n => sumn D (fun d => target n d * ln (1 + exp (- x n d)) + ln (1 + exp (x n d)) * (1 - target n d))) / INR D / INR N
  = sumn D (fun d => sumn N (fun n => target n d * ln (1 + exp (- x n d)) + ln (1 + exp (x n d)) * (1 - target n d))) / INR D / INR N.

(** binary_cross_entropy.loss: Mean loss *)
Definition binary_cross_entropy_loss_rank3 : Prop := forall (N d1 d2 : nat) (target x : nat -> nat -> nat -> R),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => - (target n i_d1 i_d2 * ln (sigmoid (x n i_d1 i_d2))) - ln (sigmoid (- x n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2
  = sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 * ln (1 + exp (- x n i_d1 i_d2)) + ln (1 + exp (x n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2
  /\ sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => target n i_d1 i_d2 * ln (1 + exp (- x n i_d1 i_d2)) + ln (1 + exp (x n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2
  = sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 * ln (1 + exp (- x n i_d1 i_d2)) + ln (1 + exp (x n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2.

(** binary_cross_entropy.loss: Mean loss *)
Definition binary_cross_entropy_loss_rank4 : Prop := forall (N d1 d2 d3 : nat) (target x : nat -> nat -> nat -> nat -> R),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => - (target n i_d1 i_d2 i_d3 * ln (sigmoid (x n i_d1 i_d2 i_d3))) - ln (sigmoid (- x n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3
  = sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 i_d3 * ln (1 + exp (- x n i_d1 i_d2 i_d3)) + ln (1 + exp (x n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3
  /\ sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => target n i_d1 i_d2 i_d3 * ln (1 + exp (- x n i_d1 i_d2 i_d3)) + ln (1 + exp (x n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3
  = sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 i_d3 * ln (1 + exp (- x n i_d1 i_d2 i_d3)) + ln (1 + exp (x n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3.

(** binary_cross_entropy.dx: Gradient with respect to the logits *)
Definition binary_cross_entropy_dx : Prop := forall (D N : nat) (target x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn D (fun d => sumn N (fun n => target n d * ln (1 + exp (- moved2 x i j t n d)) + ln (1 + exp (moved2 x i j t n d)) * (1 - target n d))) / INR D / INR N)
    0
    ((sigmoid (x i j) - target i j) / INR D / INR N)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => target n d * ln (1 + exp (- moved2 x i j t n d)) + ln (1 + exp (moved2 x i j t n d)) * (1 - target n d))) / INR D / INR N)
    0
    ((sigmoid (x i j) - target i j) / INR D / INR N)
  /\ (sigmoid (x i j) - target i j) / INR D / INR N
  = (sigmoid (x i j) - target i j) / INR D / INR N.

(** binary_cross_entropy.dx: Gradient with respect to the logits *)
Definition binary_cross_entropy_dx_rank3 : Prop := forall (N d1 d2 : nat) (target x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 * ln (1 + exp (- moved3 x i j_1 j_2 t n i_d1 i_d2)) + ln (1 + exp (moved3 x i j_1 j_2 t n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2)
    0
    ((sigmoid (x i j_1 j_2) - target i j_1 j_2) / INR N / INR d1 / INR d2)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => target n i_d1 i_d2 * ln (1 + exp (- moved3 x i j_1 j_2 t n i_d1 i_d2)) + ln (1 + exp (moved3 x i j_1 j_2 t n i_d1 i_d2)) * (1 - target n i_d1 i_d2)))) / INR N / INR d1 / INR d2)
    0
    ((sigmoid (x i j_1 j_2) - target i j_1 j_2) / INR N / INR d1 / INR d2)
  /\ (sigmoid (x i j_1 j_2) - target i j_1 j_2) / INR N / INR d1 / INR d2
  = (sigmoid (x i j_1 j_2) - target i j_1 j_2) / INR N / INR d1 / INR d2.

(** binary_cross_entropy.dx: Gradient with respect to the logits *)
Definition binary_cross_entropy_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (target x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => sumn N (fun n => target n i_d1 i_d2 i_d3 * ln (1 + exp (- moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) + ln (1 + exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3)
    0
    ((sigmoid (x i j_1 j_2 j_3) - target i j_1 j_2 j_3) / INR N / INR d1 / INR d2 / INR d3)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => target n i_d1 i_d2 i_d3 * ln (1 + exp (- moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) + ln (1 + exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) * (1 - target n i_d1 i_d2 i_d3))))) / INR N / INR d1 / INR d2 / INR d3)
    0
    ((sigmoid (x i j_1 j_2 j_3) - target i j_1 j_2 j_3) / INR N / INR d1 / INR d2 / INR d3)
  /\ (sigmoid (x i j_1 j_2 j_3) - target i j_1 j_2 j_3) / INR N / INR d1 / INR d2 / INR d3
  = (sigmoid (x i j_1 j_2 j_3) - target i j_1 j_2 j_3) / INR N / INR d1 / INR d2 / INR d3.
