(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** rmsprop.next_v: New running mean *)
Definition rmsprop_next_v : Prop := forall (D M : nat) (rho : R) (dw v : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  v i j * rho + (dw i j) ^ 2 * (1 - rho)
  = v i j * rho + (dw i j) ^ 2 * (1 - rho)
  /\ v i j * rho + (dw i j) ^ 2 * (1 - rho)
  = v i j * rho + (dw i j) ^ 2 * (1 - rho).

(** rmsprop.next_v: New running mean *)
Definition rmsprop_next_v_rank3 : Prop := forall (D m1 m2 : nat) (rho : R) (dw v : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)
  = v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)
  /\ v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)
  = v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho).

(** rmsprop.next_v: New running mean *)
Definition rmsprop_next_v_rank4 : Prop := forall (D m1 m2 m3 : nat) (rho : R) (dw v : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)
  = v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)
  /\ v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)
  = v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho).

(** rmsprop.next_w: New weights *)
Definition rmsprop_next_w : Prop := forall (D M : nat) (rho epsilon eta : R) (dw v w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  w i j - dw i j * eta / (epsilon + Rpower (v i j * rho + (dw i j) ^ 2 * (1 - rho)) (1 / 2))
  = w i j - dw i j * eta / (epsilon + Rpower (v i j * rho + (dw i j) ^ 2 * (1 - rho)) (1 / 2))
  /\ w i j - dw i j * eta / (epsilon + Rpower (v i j * rho + (dw i j) ^ 2 * (1 - rho)) (1 / 2))
  = w i j - dw i j * eta / (epsilon + Rpower (v i j * rho + (dw i j) ^ 2 * (1 - rho)) (1 / 2)).

(** rmsprop.next_w: New weights *)
Definition rmsprop_next_w_rank3 : Prop := forall (D m1 m2 : nat) (rho epsilon eta : R) (dw v w : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  w i j_1 j_2 - dw i j_1 j_2 * eta / (epsilon + Rpower (v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)) (1 / 2))
  = w i j_1 j_2 - dw i j_1 j_2 * eta / (epsilon + Rpower (v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)) (1 / 2))
  /\ w i j_1 j_2 - dw i j_1 j_2 * eta / (epsilon + Rpower (v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)) (1 / 2))
  = w i j_1 j_2 - dw i j_1 j_2 * eta / (epsilon + Rpower (v i j_1 j_2 * rho + (dw i j_1 j_2) ^ 2 * (1 - rho)) (1 / 2)).

(** rmsprop.next_w: New weights *)
Definition rmsprop_next_w_rank4 : Prop := forall (D m1 m2 m3 : nat) (rho epsilon eta : R) (dw v w : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta / (epsilon + Rpower (v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)) (1 / 2))
  = w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta / (epsilon + Rpower (v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)) (1 / 2))
  /\ w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta / (epsilon + Rpower (v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)) (1 / 2))
  = w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta / (epsilon + Rpower (v i j_1 j_2 j_3 * rho + (dw i j_1 j_2 j_3) ^ 2 * (1 - rho)) (1 / 2)).
