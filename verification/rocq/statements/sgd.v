(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** sgd.next_w: New weights *)
Definition sgd_next_w : Prop := forall (D M : nat) (eta : R) (dw w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  w i j - dw i j * eta
  = w i j - dw i j * eta
  /\ w i j - dw i j * eta
  = w i j - dw i j * eta.

(** sgd.next_w: New weights *)
Definition sgd_next_w_rank3 : Prop := forall (D m1 m2 : nat) (eta : R) (dw w : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  w i j_1 j_2 - dw i j_1 j_2 * eta
  = w i j_1 j_2 - dw i j_1 j_2 * eta
  /\ w i j_1 j_2 - dw i j_1 j_2 * eta
  = w i j_1 j_2 - dw i j_1 j_2 * eta.

(** sgd.next_w: New weights *)
Definition sgd_next_w_rank4 : Prop := forall (D m1 m2 m3 : nat) (eta : R) (dw w : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta
  = w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta
  /\ w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta
  = w i j_1 j_2 j_3 - dw i j_1 j_2 j_3 * eta.
