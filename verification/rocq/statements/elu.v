(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** elu.out: Output *)
Definition elu_out : Prop := forall (D N : nat) (alpha : R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  relu (x n d) + alpha * (1 - step (x n d)) * (exp (x n d) - 1)
  = x n d * step (x n d) + alpha * (1 - step (x n d)) * (exp (x n d) - 1)
  /\ x n d * step (x n d) + alpha * (1 - step (x n d)) * (exp (x n d) - 1)
  = x n d * step (x n d) + alpha * (1 - step (x n d)) * (exp (x n d) - 1).

(** elu.out: Output *)
Definition elu_out_rank3 : Prop := forall (N d1 d2 : nat) (alpha : R) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  relu (x n d_1 d_2) + alpha * (1 - step (x n d_1 d_2)) * (exp (x n d_1 d_2) - 1)
  = x n d_1 d_2 * step (x n d_1 d_2) + alpha * (1 - step (x n d_1 d_2)) * (exp (x n d_1 d_2) - 1)
  /\ x n d_1 d_2 * step (x n d_1 d_2) + alpha * (1 - step (x n d_1 d_2)) * (exp (x n d_1 d_2) - 1)
  = x n d_1 d_2 * step (x n d_1 d_2) + alpha * (1 - step (x n d_1 d_2)) * (exp (x n d_1 d_2) - 1).

(** elu.out: Output *)
Definition elu_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (alpha : R) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  relu (x n d_1 d_2 d_3) + alpha * (1 - step (x n d_1 d_2 d_3)) * (exp (x n d_1 d_2 d_3) - 1)
  = x n d_1 d_2 d_3 * step (x n d_1 d_2 d_3) + alpha * (1 - step (x n d_1 d_2 d_3)) * (exp (x n d_1 d_2 d_3) - 1)
  /\ x n d_1 d_2 d_3 * step (x n d_1 d_2 d_3) + alpha * (1 - step (x n d_1 d_2 d_3)) * (exp (x n d_1 d_2 d_3) - 1)
  = x n d_1 d_2 d_3 * step (x n d_1 d_2 d_3) + alpha * (1 - step (x n d_1 d_2 d_3)) * (exp (x n d_1 d_2 d_3) - 1).

(** elu.dx: Gradient with respect to the input *)
Definition elu_dx : Prop := forall (D N : nat) (alpha : R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  x i j <> 0 ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved2 x i j t n d * step (moved2 x i j t n d) + alpha * (1 - step (moved2 x i j t n d)) * (exp (moved2 x i j t n d) - 1)))))
    0
    (dout i j * step (x i j) + dout i j * alpha * exp (x i j) * (1 - step (x i j)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved2 x i j t n d * step (moved2 x i j t n d) + alpha * (1 - step (moved2 x i j t n d)) * (exp (moved2 x i j t n d) - 1)))))
    0
    (dout i j * step (x i j) + dout i j * alpha * exp (x i j) * (1 - step (x i j)))
  /\ dout i j * (step (x i j) + alpha * exp (x i j) * (1 - step (x i j)))
  = dout i j * step (x i j) + dout i j * alpha * exp (x i j) * (1 - step (x i j)).

(** elu.dx: Gradient with respect to the input *)
Definition elu_dx_rank3 : Prop := forall (N d1 d2 : nat) (alpha : R) (dout x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  x i j_1 j_2 <> 0 ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * (moved3 x i j_1 j_2 t n i_d1 i_d2 * step (moved3 x i j_1 j_2 t n i_d1 i_d2) + alpha * (1 - step (moved3 x i j_1 j_2 t n i_d1 i_d2)) * (exp (moved3 x i j_1 j_2 t n i_d1 i_d2) - 1))))))
    0
    (dout i j_1 j_2 * step (x i j_1 j_2) + dout i j_1 j_2 * alpha * exp (x i j_1 j_2) * (1 - step (x i j_1 j_2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * (moved3 x i j_1 j_2 t n i_d1 i_d2 * step (moved3 x i j_1 j_2 t n i_d1 i_d2) + alpha * (1 - step (moved3 x i j_1 j_2 t n i_d1 i_d2)) * (exp (moved3 x i j_1 j_2 t n i_d1 i_d2) - 1))))))
    0
    (dout i j_1 j_2 * step (x i j_1 j_2) + dout i j_1 j_2 * alpha * exp (x i j_1 j_2) * (1 - step (x i j_1 j_2)))
  /\ dout i j_1 j_2 * (step (x i j_1 j_2) + alpha * exp (x i j_1 j_2) * (1 - step (x i j_1 j_2)))
  = dout i j_1 j_2 * step (x i j_1 j_2) + dout i j_1 j_2 * alpha * exp (x i j_1 j_2) * (1 - step (x i j_1 j_2)).

(** elu.dx: Gradient with respect to the input *)
Definition elu_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (alpha : R) (dout x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
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
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * step (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) + alpha * (1 - step (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) * (exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) - 1)))))))
    0
    (dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3) + dout i j_1 j_2 j_3 * alpha * exp (x i j_1 j_2 j_3) * (1 - step (x i j_1 j_2 j_3)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * step (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) + alpha * (1 - step (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) * (exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) - 1)))))))
    0
    (dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3) + dout i j_1 j_2 j_3 * alpha * exp (x i j_1 j_2 j_3) * (1 - step (x i j_1 j_2 j_3)))
  /\ dout i j_1 j_2 j_3 * (step (x i j_1 j_2 j_3) + alpha * exp (x i j_1 j_2 j_3) * (1 - step (x i j_1 j_2 j_3)))
  = dout i j_1 j_2 j_3 * step (x i j_1 j_2 j_3) + dout i j_1 j_2 j_3 * alpha * exp (x i j_1 j_2 j_3) * (1 - step (x i j_1 j_2 j_3)).
