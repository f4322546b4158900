(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** momentum.next_v: New velocity *)
Definition momentum_next_v : Prop := forall (D M : nat) (mu eta : R) (dw v : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  v i j * mu - dw i j * eta
  = v i j * mu - dw i j * eta
  /\ v i j * mu - dw i j * eta
  = v i j * mu - dw i j * eta.

(** momentum.next_v: New velocity *)
Definition momentum_next_v_rank3 : Prop := forall (D m1 m2 : nat) (mu eta : R) (dw v : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  = v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  /\ v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  = v i j_1 j_2 * mu - dw i j_1 j_2 * eta.

(** momentum.next_v: New velocity *)
Definition momentum_next_v_rank4 : Prop := forall (D m1 m2 m3 : nat) (mu eta : R) (dw v : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  = v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  /\ v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  = v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta.

(** momentum.next_w: New weights *)
Definition momentum_next_w : Prop := forall (D M : nat) (mu eta : R) (dw v w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  w i j + v i j * mu - dw i j * eta
  = w i j + v i j * mu - dw i j * eta
  /\ w i j + v i j * mu - dw i j * eta
  = w i j + v i j * mu - dw i j * eta.

(** momentum.next_w: New weights *)
Definition momentum_next_w_rank3 : Prop := forall (D m1 m2 : nat) (mu eta : R) (dw v w : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  w i j_1 j_2 + v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  = w i j_1 j_2 + v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  /\ w i j_1 j_2 + v i j_1 j_2 * mu - dw i j_1 j_2 * eta
  = w i j_1 j_2 + v i j_1 j_2 * mu - dw i j_1 j_2 * eta.

(** momentum.next_w: New weights *)
Definition momentum_next_w_rank4 : Prop := forall (D m1 m2 m3 : nat) (mu eta : R) (dw v w : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < D)%nat ->
  (0 < m1)%nat ->
  (0 < m2)%nat ->
  (0 < m3)%nat ->
  (i < D)%nat ->
  (j_1 < m1)%nat ->
  (j_2 < m2)%nat ->
  (j_3 < m3)%nat ->
  w i j_1 j_2 j_3 + v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  = w i j_1 j_2 j_3 + v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  /\ w i j_1 j_2 j_3 + v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta
  = w i j_1 j_2 j_3 + v i j_1 j_2 j_3 * mu - dw i j_1 j_2 j_3 * eta.
