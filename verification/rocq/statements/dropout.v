(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** dropout.out: Output in training *)
Definition dropout_out : Prop := forall (D N : nat) (p : R) (mask x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  mask n d * x n d / p
  = mask n d * x n d / p
  /\ mask n d * x n d / p
  = mask n d * x n d / p.

(** dropout.out: Output in training *)
Definition dropout_out_rank3 : Prop := forall (N d1 d2 : nat) (p : R) (mask x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  mask n d_1 d_2 * x n d_1 d_2 / p
  = mask n d_1 d_2 * x n d_1 d_2 / p
  /\ mask n d_1 d_2 * x n d_1 d_2 / p
  = mask n d_1 d_2 * x n d_1 d_2 / p.

(** dropout.out: Output in training *)
Definition dropout_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (p : R) (mask x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  mask n d_1 d_2 d_3 * x n d_1 d_2 d_3 / p
  = mask n d_1 d_2 d_3 * x n d_1 d_2 d_3 / p
  /\ mask n d_1 d_2 d_3 * x n d_1 d_2 d_3 / p
  = mask n d_1 d_2 d_3 * x n d_1 d_2 d_3 / p.

(** dropout.out_test: Output at test time *)
Definition dropout_out_test : Prop := forall (D N : nat) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  x n d
  = x n d
  /\ x n d
  = x n d.

(** dropout.out_test: Output at test time *)
Definition dropout_out_test_rank3 : Prop := forall (N d1 d2 : nat) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  x n d_1 d_2
  = x n d_1 d_2
  /\ x n d_1 d_2
  = x n d_1 d_2.

(** dropout.out_test: Output at test time *)
Definition dropout_out_test_rank4 : Prop := forall (N d1 d2 d3 : nat) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  x n d_1 d_2 d_3
  = x n d_1 d_2 d_3
  /\ x n d_1 d_2 d_3
  = x n d_1 d_2 d_3.

(** dropout.expectation: Expectation of the output *)
Definition dropout_expectation : Prop := forall (D N : nat) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  x n d
  = x n d
  /\ x n d
  = x n d.

(** dropout.expectation: Expectation of the output *)
Definition dropout_expectation_rank3 : Prop := forall (N d1 d2 : nat) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  x n d_1 d_2
  = x n d_1 d_2
  /\ x n d_1 d_2
  = x n d_1 d_2.

(** dropout.expectation: Expectation of the output *)
Definition dropout_expectation_rank4 : Prop := forall (N d1 d2 d3 : nat) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  x n d_1 d_2 d_3
  = x n d_1 d_2 d_3
  /\ x n d_1 d_2 d_3
  = x n d_1 d_2 d_3.

(** dropout.dx: Gradient with respect to the input *)
Definition dropout_dx : Prop := forall (D N : nat) (p : R) (dout mask x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * mask n d * moved2 x i j t n d / p)))
    0
    (dout i j * mask i j / p)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * mask n d * moved2 x i j t n d / p)))
    0
    (dout i j * mask i j / p)
  /\ dout i j * mask i j / p
  = dout i j * mask i j / p.

(** dropout.dx: Gradient with respect to the input *)
Definition dropout_dx_rank3 : Prop := forall (N d1 d2 : nat) (p : R) (dout mask x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * mask n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 / p))))
    0
    (dout i j_1 j_2 * mask i j_1 j_2 / p)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * mask n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 / p))))
    0
    (dout i j_1 j_2 * mask i j_1 j_2 / p)
  /\ dout i j_1 j_2 * mask i j_1 j_2 / p
  = dout i j_1 j_2 * mask i j_1 j_2 / p.

(** dropout.dx: Gradient with respect to the input *)
Definition dropout_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (p : R) (dout mask x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * mask n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 / p)))))
    0
    (dout i j_1 j_2 j_3 * mask i j_1 j_2 j_3 / p)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * mask n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 / p)))))
    0
    (dout i j_1 j_2 j_3 * mask i j_1 j_2 j_3 / p)
  /\ dout i j_1 j_2 j_3 * mask i j_1 j_2 j_3 / p
  = dout i j_1 j_2 j_3 * mask i j_1 j_2 j_3 / p.
