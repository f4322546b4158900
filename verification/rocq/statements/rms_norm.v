(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** rms_norm.out: Output *)
Definition rms_norm_out : Prop := forall (D N : nat) (epsilon : R) (gamma : nat -> R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  gamma d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2)
  = gamma d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2)
  /\ gamma d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2)
  = gamma d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2).

(** rms_norm.dgamma: Gradient with respect to the scale *)
Definition rms_norm_dgamma : Prop := forall (D N : nat) (epsilon : R) (gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved1 gamma j t d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2))))
    0
    (sumn N (fun n => dout n j * x n j / Rpower (epsilon + sumn D (fun d => (x n d) ^ 2) / INR D) (1 / 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved1 gamma j t d * x n d / Rpower (epsilon + sumn D (fun d' => (x n d') ^ 2) / INR D) (1 / 2))))
    0
    (sumn N (fun n => dout n j * x n j / Rpower (epsilon + sumn D (fun d => (x n d) ^ 2) / INR D) (1 / 2)))
  /\ sumn N (fun n => dout n j * x n j / Rpower (epsilon + sumn D (fun d => (x n d) ^ 2) / INR D) (1 / 2))
  = sumn N (fun n => dout n j * x n j / Rpower (epsilon + sumn D (fun d => (x n d) ^ 2) / INR D) (1 / 2)).

(** rms_norm.dx: Gradient with respect to the input *)
Definition rms_norm_dx : Prop := forall (D N : nat) (epsilon : R) (gamma : nat -> R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * gamma d * moved2 x i j t n d / Rpower (epsilon + sumn D (fun d' => (moved2 x i j t n d') ^ 2) / INR D) (1 / 2))))
    0
    ((dout i j * gamma j - x i j * sumn D (fun d => dout i d * gamma d * x i d / Rpower (epsilon + sumn D (fun d' => (x i d') ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * gamma d * moved2 x i j t n d / Rpower (epsilon + sumn D (fun d' => (moved2 x i j t n d') ^ 2) / INR D) (1 / 2))))
    0
    ((dout i j * gamma j - x i j * sumn D (fun d => dout i d * gamma d * x i d / Rpower (epsilon + sumn D (fun d' => (x i d') ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2))
  /\ (dout i j * gamma j - x i j * sumn D (fun d => dout i d * gamma d * x i d / Rpower (epsilon + sumn D (fun d' => (x i d') ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2)
  = (dout i j * gamma j - x i j * sumn D (fun d => dout i d * gamma d * x i d / Rpower (epsilon + sumn D (fun d' => (x i d') ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d) ^ 2) / INR D) (1 / 2).
