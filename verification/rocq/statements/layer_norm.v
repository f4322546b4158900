(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** layer_norm.out: Output *)
Definition layer_norm_out : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  beta d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)
  = beta d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)
  /\ beta d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)
  = beta d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2).

(** layer_norm.dbeta: Gradient with respect to the shift *)
Definition layer_norm_dbeta : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved1 beta j t d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    (sumn N (fun n => dout n j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved1 beta j t d + gamma d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    (sumn N (fun n => dout n j))
  /\ sumn N (fun n => dout n j)
  = sumn N (fun n => dout n j).

(** layer_norm.dgamma: Gradient with respect to the scale *)
Definition layer_norm_dgamma : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + moved1 gamma j t d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    (sumn N (fun n => dout n j * (x n j - sumn D (fun d => x n d) / INR D) / Rpower (epsilon + sumn D (fun d => (x n d - sumn D (fun d' => x n d') / INR D) ^ 2) / INR D) (1 / 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + moved1 gamma j t d * (x n d - sumn D (fun d' => x n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x n d' - sumn D (fun d'' => x n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    (sumn N (fun n => dout n j * (x n j - sumn D (fun d => x n d) / INR D) / Rpower (epsilon + sumn D (fun d => (x n d - sumn D (fun d' => x n d') / INR D) ^ 2) / INR D) (1 / 2)))
  /\ sumn N (fun n => dout n j * (x n j - sumn D (fun d => x n d) / INR D) / Rpower (epsilon + sumn D (fun d => (x n d - sumn D (fun d' => x n d') / INR D) ^ 2) / INR D) (1 / 2))
  = sumn N (fun n => dout n j * (x n j - sumn D (fun d => x n d) / INR D) / Rpower (epsilon + sumn D (fun d => (x n d - sumn D (fun d' => x n d') / INR D) ^ 2) / INR D) (1 / 2)).

(** layer_norm.dx: Gradient with respect to the input *)
Definition layer_norm_dx : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn D (fun d' => moved2 x i j t n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (moved2 x i j t n d' - sumn D (fun d'' => moved2 x i j t n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    ((dout i j * gamma j - ((x i j - sumn D (fun d => x i d) / INR D) * sumn D (fun d => dout i d * gamma d * (x i d - sumn D (fun d' => x i d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x i d' - sumn D (fun d'' => x i d'') / INR D) ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2) + sumn D (fun d => dout i d * gamma d)) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn D (fun d' => moved2 x i j t n d') / INR D) / Rpower (epsilon + sumn D (fun d' => (moved2 x i j t n d' - sumn D (fun d'' => moved2 x i j t n d'') / INR D) ^ 2) / INR D) (1 / 2)))))
    0
    ((dout i j * gamma j - ((x i j - sumn D (fun d => x i d) / INR D) * sumn D (fun d => dout i d * gamma d * (x i d - sumn D (fun d' => x i d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x i d' - sumn D (fun d'' => x i d'') / INR D) ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2) + sumn D (fun d => dout i d * gamma d)) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2))
  /\ (dout i j * gamma j - (x i j - sumn D (fun d => x i d) / INR D) * sumn D (fun d => dout i d * gamma d * (x i d - sumn D (fun d' => x i d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x i d' - sumn D (fun d'' => x i d'') / INR D) ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2) / INR D - sumn D (fun d => dout i d * gamma d) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2)
  = (dout i j * gamma j - ((x i j - sumn D (fun d => x i d) / INR D) * sumn D (fun d => dout i d * gamma d * (x i d - sumn D (fun d' => x i d') / INR D) / Rpower (epsilon + sumn D (fun d' => (x i d' - sumn D (fun d'' => x i d'') / INR D) ^ 2) / INR D) (1 / 2)) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2) + sumn D (fun d => dout i d * gamma d)) / INR D) / Rpower (epsilon + sumn D (fun d => (x i d - sumn D (fun d' => x i d') / INR D) ^ 2) / INR D) (1 / 2).
