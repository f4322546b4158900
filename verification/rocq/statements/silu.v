(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** silu.out: Output *)
Definition silu_out : Prop := forall (D N : nat) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  x n d * sigmoid (x n d)
  = x n d * sigmoid (x n d)
  /\ x n d * sigmoid (x n d)
  = x n d * sigmoid (x n d).

(** silu.out: Output *)
Definition silu_out_rank3 : Prop := forall (N d1 d2 : nat) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  x n d_1 d_2 * sigmoid (x n d_1 d_2)
  = x n d_1 d_2 * sigmoid (x n d_1 d_2)
  /\ x n d_1 d_2 * sigmoid (x n d_1 d_2)
  = x n d_1 d_2 * sigmoid (x n d_1 d_2).

(** silu.out: Output *)
Definition silu_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  x n d_1 d_2 d_3 * sigmoid (x n d_1 d_2 d_3)
  = x n d_1 d_2 d_3 * sigmoid (x n d_1 d_2 d_3)
  /\ x n d_1 d_2 d_3 * sigmoid (x n d_1 d_2 d_3)
  = x n d_1 d_2 d_3 * sigmoid (x n d_1 d_2 d_3).

(** silu.dx: Gradient with respect to the input *)
Definition silu_dx : Prop := forall (D N : nat) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved2 x i j t n d * sigmoid (moved2 x i j t n d))))
    0
    (dout i j * (1 + x i j * (1 - sigmoid (x i j))) * sigmoid (x i j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved2 x i j t n d * sigmoid (moved2 x i j t n d))))
    0
    (dout i j * (1 + x i j * (1 - sigmoid (x i j))) * sigmoid (x i j))
  /\ dout i j * (1 + x i j * (1 - sigmoid (x i j))) * sigmoid (x i j)
  = dout i j * (1 + x i j * (1 - sigmoid (x i j))) * sigmoid (x i j).

(** silu.dx: Gradient with respect to the input *)
Definition silu_dx_rank3 : Prop := forall (N d1 d2 : nat) (dout x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 * sigmoid (moved3 x i j_1 j_2 t n i_d1 i_d2)))))
    0
    (dout i j_1 j_2 * (1 + x i j_1 j_2 * (1 - sigmoid (x i j_1 j_2))) * sigmoid (x i j_1 j_2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 * sigmoid (moved3 x i j_1 j_2 t n i_d1 i_d2)))))
    0
    (dout i j_1 j_2 * (1 + x i j_1 j_2 * (1 - sigmoid (x i j_1 j_2))) * sigmoid (x i j_1 j_2))
  /\ dout i j_1 j_2 * (1 + x i j_1 j_2 * (1 - sigmoid (x i j_1 j_2))) * sigmoid (x i j_1 j_2)
  = dout i j_1 j_2 * (1 + x i j_1 j_2 * (1 - sigmoid (x i j_1 j_2))) * sigmoid (x i j_1 j_2).

(** silu.dx: Gradient with respect to the input *)
Definition silu_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (dout x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * sigmoid (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3))))))
    0
    (dout i j_1 j_2 j_3 * (1 + x i j_1 j_2 j_3 * (1 - sigmoid (x i j_1 j_2 j_3))) * sigmoid (x i j_1 j_2 j_3))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * sigmoid (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3))))))
    0
    (dout i j_1 j_2 j_3 * (1 + x i j_1 j_2 j_3 * (1 - sigmoid (x i j_1 j_2 j_3))) * sigmoid (x i j_1 j_2 j_3))
  /\ dout i j_1 j_2 j_3 * (1 + x i j_1 j_2 j_3 * (1 - sigmoid (x i j_1 j_2 j_3))) * sigmoid (x i j_1 j_2 j_3)
  = dout i j_1 j_2 j_3 * (1 + x i j_1 j_2 j_3 * (1 - sigmoid (x i j_1 j_2 j_3))) * sigmoid (x i j_1 j_2 j_3).
