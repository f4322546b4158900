(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** adam.next_m: New mean of the gradients *)
Definition adam_next_m : Prop := forall (D M : nat) (beta_1 : R) (dw m : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  dw i j * (1 - beta_1) + m i j * beta_1
  = dw i j * (1 - beta_1) + m i j * beta_1
  /\ dw i j * (1 - beta_1) + m i j * beta_1
  = dw i j * (1 - beta_1) + m i j * beta_1.

(** adam.next_m: New mean of the gradients *)
Definition adam_next_m_rank3 : Prop := forall (D m1 m2 : nat) (beta_1 : R) (dw m : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1
  = dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1
  /\ dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1
  = dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1.

(** adam.next_m: New mean of the gradients *)
Definition adam_next_m_rank4 : Prop := forall (D m1 m2 m3 : nat) (beta_1 : R) (dw m : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1
  = dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1
  /\ dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1
  = dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1.

(** adam.next_v: New mean of the squares *)
Definition adam_next_v : Prop := forall (D M : nat) (beta_2 : R) (dw v : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)
  = v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)
  /\ v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)
  = v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2).

(** adam.next_v: New mean of the squares *)
Definition adam_next_v_rank3 : Prop := forall (D m1 m2 : nat) (beta_2 : R) (dw v : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)
  = v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)
  /\ v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)
  = v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2).

(** adam.next_v: New mean of the squares *)
Definition adam_next_v_rank4 : Prop := forall (D m1 m2 m3 : nat) (beta_2 : R) (dw v : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)
  = v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)
  /\ v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)
  = v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2).

(** adam.corrected: The corrected mean of a constant gradient *)
Definition adam_corrected : Prop := forall (D M t : nat) (beta_1 : R) (dw : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  0 < 1 - pow beta_1 t ->
  (dw i j * (1 - beta_1) + dw i j * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  = (dw i j * (1 - beta_1) + dw i j * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  /\ dw i j
  = (dw i j * (1 - beta_1) + dw i j * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t).

(** adam.corrected: The corrected mean of a constant gradient *)
Definition adam_corrected_rank3 : Prop := forall (D m1 m2 t : nat) (beta_1 : R) (dw : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  0 < 1 - pow beta_1 t ->
  (dw i j_1 j_2 * (1 - beta_1) + dw i j_1 j_2 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  = (dw i j_1 j_2 * (1 - beta_1) + dw i j_1 j_2 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  /\ dw i j_1 j_2
  = (dw i j_1 j_2 * (1 - beta_1) + dw i j_1 j_2 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t).

(** adam.corrected: The corrected mean of a constant gradient *)
Definition adam_corrected_rank4 : Prop := forall (D m1 m2 m3 t : nat) (beta_1 : R) (dw : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  0 < 1 - pow beta_1 t ->
  (dw i j_1 j_2 j_3 * (1 - beta_1) + dw i j_1 j_2 j_3 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  = (dw i j_1 j_2 j_3 * (1 - beta_1) + dw i j_1 j_2 j_3 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t)
  /\ dw i j_1 j_2 j_3
  = (dw i j_1 j_2 j_3 * (1 - beta_1) + dw i j_1 j_2 j_3 * beta_1 * (1 - pow beta_1 (t - 1)%nat)) / (1 - pow beta_1 t).

(** adam.next_w: New weights *)
Definition adam_next_w : Prop := forall (D M t : nat) (beta_1 beta_2 epsilon eta : R) (dw m v w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  w i j - eta * (dw i j * (1 - beta_1) + m i j * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j - eta * (dw i j * (1 - beta_1) + m i j * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  /\ w i j - eta * (dw i j * (1 - beta_1) + m i j * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j - eta * (dw i j * (1 - beta_1) + m i j * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j * beta_2 + (dw i j) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2)).

(** adam.next_w: New weights *)
Definition adam_next_w_rank3 : Prop := forall (D m1 m2 t : nat) (beta_1 beta_2 epsilon eta : R) (dw m v w : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  w i j_1 j_2 - eta * (dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j_1 j_2 - eta * (dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  /\ w i j_1 j_2 - eta * (dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j_1 j_2 - eta * (dw i j_1 j_2 * (1 - beta_1) + m i j_1 j_2 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 * beta_2 + (dw i j_1 j_2) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2)).

(** adam.next_w: New weights *)
Definition adam_next_w_rank4 : Prop := forall (D m1 m2 m3 t : nat) (beta_1 beta_2 epsilon eta : R) (dw m v w : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (0 < t)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  w i j_1 j_2 j_3 - eta * (dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j_1 j_2 j_3 - eta * (dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  /\ w i j_1 j_2 j_3 - eta * (dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2))
  = w i j_1 j_2 j_3 - eta * (dw i j_1 j_2 j_3 * (1 - beta_1) + m i j_1 j_2 j_3 * beta_1) / (1 - pow beta_1 t) / (epsilon + Rpower ((v i j_1 j_2 j_3 * beta_2 + (dw i j_1 j_2 j_3) ^ 2 * (1 - beta_2)) / (1 - pow beta_2 t)) (1 / 2)).
