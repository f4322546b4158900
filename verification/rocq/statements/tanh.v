(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** tanh.out: Output *)
Definition tanh_out : Prop := forall (D N : nat) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  (exp (x n d) - exp (- x n d)) / (exp (x n d) + exp (- x n d))
  = (exp (2 * x n d) - 1) / (1 + exp (2 * x n d))
  /\ (exp (x n d) - exp (- x n d)) / (exp (x n d) + exp (- x n d))
  = (exp (2 * x n d) - 1) / (1 + exp (2 * x n d)).

(** tanh.out: Output *)
Definition tanh_out_rank3 : Prop := forall (N d1 d2 : nat) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (exp (x n d_1 d_2) - exp (- x n d_1 d_2)) / (exp (x n d_1 d_2) + exp (- x n d_1 d_2))
  = (exp (2 * x n d_1 d_2) - 1) / (1 + exp (2 * x n d_1 d_2))
  /\ (exp (x n d_1 d_2) - exp (- x n d_1 d_2)) / (exp (x n d_1 d_2) + exp (- x n d_1 d_2))
  = (exp (2 * x n d_1 d_2) - 1) / (1 + exp (2 * x n d_1 d_2)).

(** tanh.out: Output *)
Definition tanh_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  (exp (x n d_1 d_2 d_3) - exp (- x n d_1 d_2 d_3)) / (exp (x n d_1 d_2 d_3) + exp (- x n d_1 d_2 d_3))
  = (exp (2 * x n d_1 d_2 d_3) - 1) / (1 + exp (2 * x n d_1 d_2 d_3))
  /\ (exp (x n d_1 d_2 d_3) - exp (- x n d_1 d_2 d_3)) / (exp (x n d_1 d_2 d_3) + exp (- x n d_1 d_2 d_3))
  = (exp (2 * x n d_1 d_2 d_3) - 1) / (1 + exp (2 * x n d_1 d_2 d_3)).

(** tanh.dx: Gradient with respect to the input *)
Definition tanh_dx : Prop := forall (D N : nat) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (exp (2 * moved2 x i j t n d) - 1) / (1 + exp (2 * moved2 x i j t n d)))))
    0
    (dout i j * (1 - (exp (2 * x i j) - 1) ^ 2 / (1 + exp (2 * x i j)) ^ 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * ((exp (moved2 x i j t n d) - exp (- moved2 x i j t n d)) / (exp (moved2 x i j t n d) + exp (- moved2 x i j t n d))))))
    0
    (dout i j * (1 - (exp (2 * x i j) - 1) ^ 2 / (1 + exp (2 * x i j)) ^ 2))
  /\ dout i j * (1 - ((exp (x i j) - exp (- x i j)) / (exp (x i j) + exp (- x i j))) ^ 2)
  = dout i j * (1 - (exp (2 * x i j) - 1) ^ 2 / (1 + exp (2 * x i j)) ^ 2).

(** tanh.dx: Gradient with respect to the input *)
Definition tanh_dx_rank3 : Prop := forall (N d1 d2 : nat) (dout x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * (exp (2 * moved3 x i j_1 j_2 t n i_d1 i_d2) - 1) / (1 + exp (2 * moved3 x i j_1 j_2 t n i_d1 i_d2))))))
    0
    (dout i j_1 j_2 * (1 - (exp (2 * x i j_1 j_2) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2)) ^ 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * ((exp (moved3 x i j_1 j_2 t n i_d1 i_d2) - exp (- moved3 x i j_1 j_2 t n i_d1 i_d2)) / (exp (moved3 x i j_1 j_2 t n i_d1 i_d2) + exp (- moved3 x i j_1 j_2 t n i_d1 i_d2)))))))
    0
    (dout i j_1 j_2 * (1 - (exp (2 * x i j_1 j_2) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2)) ^ 2))
  /\ dout i j_1 j_2 * (1 - ((exp (x i j_1 j_2) - exp (- x i j_1 j_2)) / (exp (x i j_1 j_2) + exp (- x i j_1 j_2))) ^ 2)
  = dout i j_1 j_2 * (1 - (exp (2 * x i j_1 j_2) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2)) ^ 2).

(** tanh.dx: Gradient with respect to the input *)
Definition tanh_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (dout x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * (exp (2 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) - 1) / (1 + exp (2 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)))))))
    0
    (dout i j_1 j_2 j_3 * (1 - (exp (2 * x i j_1 j_2 j_3) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2 j_3)) ^ 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * ((exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) - exp (- moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)) / (exp (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) + exp (- moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3))))))))
    0
    (dout i j_1 j_2 j_3 * (1 - (exp (2 * x i j_1 j_2 j_3) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2 j_3)) ^ 2))
  /\ dout i j_1 j_2 j_3 * (1 - ((exp (x i j_1 j_2 j_3) - exp (- x i j_1 j_2 j_3)) / (exp (x i j_1 j_2 j_3) + exp (- x i j_1 j_2 j_3))) ^ 2)
  = dout i j_1 j_2 j_3 * (1 - (exp (2 * x i j_1 j_2 j_3) - 1) ^ 2 / (1 + exp (2 * x i j_1 j_2 j_3)) ^ 2).
