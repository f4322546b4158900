(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** relu.out: Output *)
Definition relu_out : Prop := forall (D N : nat) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  relu (x n d)
  = relu (x n d)
  /\ x n d * step (x n d)
  = relu (x n d).

(** relu.out: Output *)
Definition relu_out_rank3 : Prop := forall (N d1 d2 : nat) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  relu (x n d_1 d_2)
  = relu (x n d_1 d_2)
  /\ x n d_1 d_2 * step (x n d_1 d_2)
  = relu (x n d_1 d_2).

(** relu.out: Output *)
Definition relu_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  relu (x n d_1 d_2 d_3)
  = relu (x n d_1 d_2 d_3)
  /\ x n d_1 d_2 d_3 * step (x n d_1 d_2 d_3)
  = relu (x n d_1 d_2 d_3).

(** relu.dx: Gradient with respect to the input *)
Definition relu_dx : Prop := forall (D N : nat) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  x i j <> 0 ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * relu (moved2 x i j t n d))))
    0
    (dout i j * step (x i j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * relu (moved2 x i j t n d))))
    0
    (dout i j * step (x i j))
  /\ dout i j * step (x i j)
  = dout i j * step (x i j).

(** relu.dx: Gradient with respect to the input *)
Definition relu_dx_rank3 : Prop := forall (N d1 d2 : nat) (dout x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  x i j_1 j_2 <> 0 ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * relu (moved3 x i j_1 j_2 t n i_d1 i_d2)))))
    0
    (dout i j_1 j_2 * step (x i j_1 j_2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * relu (moved3 x i j_1 j_2 t n i_d1 i_d2)))))
    0
    (dout i j_1 j_2 * step (x i j_1 j_2))
  /\ dout i j_1 j_2 * step (x i j_1 j_2)
  = dout i j_1 j_2 * step (x i j_1 j_2).

(** relu.dx: Gradient with respect to the input *)
Definition relu_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (dout x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  x i j_1 j_2 j_3 <> 0 ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * relu (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3))))))
    0
    (dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * relu (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3))))))
    0
    (dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3))
  /\ dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3)
  = dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3).

(** relu.saturation: The gradient through a chain of sigmoids *)
Definition relu_saturation : Prop := forall (D N : nat) (at___1 gt___1 : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  derivable_pt_lim (fun t =>
      gt___1 n d * sigmoid (moved2 at___1 n d t n d))
    0
    (gt___1 n d * (1 - sigmoid (at___1 n d)) * sigmoid (at___1 n d))
  /\ gt___1 n d * (1 / 4 - (sigmoid (at___1 n d) - 1 / 2) ^ 2)
  = gt___1 n d * (1 - sigmoid (at___1 n d)) * sigmoid (at___1 n d).

(** relu.saturation: The gradient through a chain of sigmoids *)
Definition relu_saturation_rank3 : Prop := forall (N d1 d2 : nat) (at___1 gt___1 : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      gt___1 n d_1 d_2 * sigmoid (moved3 at___1 n d_1 d_2 t n d_1 d_2))
    0
    (gt___1 n d_1 d_2 * (1 - sigmoid (at___1 n d_1 d_2)) * sigmoid (at___1 n d_1 d_2))
  /\ gt___1 n d_1 d_2 * (1 / 4 - (sigmoid (at___1 n d_1 d_2) - 1 / 2) ^ 2)
  = gt___1 n d_1 d_2 * (1 - sigmoid (at___1 n d_1 d_2)) * sigmoid (at___1 n d_1 d_2).

(** relu.saturation: The gradient through a chain of sigmoids *)
Definition relu_saturation_rank4 : Prop := forall (N d1 d2 d3 : nat) (at___1 gt___1 : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      gt___1 n d_1 d_2 d_3 * sigmoid (moved4 at___1 n d_1 d_2 d_3 t n d_1 d_2 d_3))
    0
    (gt___1 n d_1 d_2 d_3 * (1 - sigmoid (at___1 n d_1 d_2 d_3)) * sigmoid (at___1 n d_1 d_2 d_3))
  /\ gt___1 n d_1 d_2 d_3 * (1 / 4 - (sigmoid (at___1 n d_1 d_2 d_3) - 1 / 2) ^ 2)
  = gt___1 n d_1 d_2 d_3 * (1 - sigmoid (at___1 n d_1 d_2 d_3)) * sigmoid (at___1 n d_1 d_2 d_3).
