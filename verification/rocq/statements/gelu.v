(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** gelu.out: Output *)
Definition gelu_out : Prop := forall (D N : nat) (pi : R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  0 < pi ->
  x n d * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2))))))
  = x n d * sigmoid (2 * Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2))
  /\ x n d * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2))))))
  = x n d * sigmoid (2 * Rpower 2 (1 / 2) * (x n d + 8943 / 200000 * (x n d) ^ 3) / Rpower pi (1 / 2)).

(** gelu.out: Output *)
Definition gelu_out_rank3 : Prop := forall (N d1 d2 : nat) (pi : R) (x : nat -> nat -> nat -> R) (n d_1 d_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  0 < pi ->
  x n d_1 d_2 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2))))))
  = x n d_1 d_2 * sigmoid (2 * Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2))
  /\ x n d_1 d_2 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2))))))
  = x n d_1 d_2 * sigmoid (2 * Rpower 2 (1 / 2) * (x n d_1 d_2 + 8943 / 200000 * (x n d_1 d_2) ^ 3) / Rpower pi (1 / 2)).

(** gelu.out: Output *)
Definition gelu_out_rank4 : Prop := forall (N d1 d2 d3 : nat) (pi : R) (x : nat -> nat -> nat -> nat -> R) (n d_1 d_2 d_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (d_1 < d1)%nat ->
  (d_2 < d2)%nat ->
  (d_3 < d3)%nat ->
  0 < pi ->
  x n d_1 d_2 d_3 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2))))))
  = x n d_1 d_2 d_3 * sigmoid (2 * Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2))
  /\ x n d_1 d_2 d_3 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2))))))
  = x n d_1 d_2 d_3 * sigmoid (2 * Rpower 2 (1 / 2) * (x n d_1 d_2 d_3 + 8943 / 200000 * (x n d_1 d_2 d_3) ^ 3) / Rpower pi (1 / 2)).

(* gelu.out_exact is not stated: the operation erf: erf(sqrt(2)*x[n, d]/2) *)

(** gelu.dx: Gradient with respect to the input *)
Definition gelu_dx : Prop := forall (D N : nat) (pi : R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  0 < pi ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved2 x i j t n d * sigmoid (2 * Rpower 2 (1 / 2) * (moved2 x i j t n d + 8943 / 200000 * (moved2 x i j t n d) ^ 3) / Rpower pi (1 / 2)))))
    0
    (dout i j * (2 * Rpower 2 (1 / 2) * (x i j * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * moved2 x i j t n d * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (moved2 x i j t n d + 8943 / 200000 * (moved2 x i j t n d) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (moved2 x i j t n d + 8943 / 200000 * (moved2 x i j t n d) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (moved2 x i j t n d + 8943 / 200000 * (moved2 x i j t n d) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (moved2 x i j t n d + 8943 / 200000 * (moved2 x i j t n d) ^ 3) / Rpower pi (1 / 2)))))))))
    0
    (dout i j * (2 * Rpower 2 (1 / 2) * (x i j * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))))
  /\ dout i j * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))))) + 2 * x i j * Rpower 2 (1 / 2) * (1 + 26829 / 200000 * (x i j) ^ 2) * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)))))) * (1 / 2 - 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)))))) / Rpower pi (1 / 2))
  = dout i j * (2 * Rpower 2 (1 / 2) * (x i j * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j + 8943 / 200000 * (x i j) ^ 3) / Rpower pi (1 / 2))).

(** gelu.dx: Gradient with respect to the input *)
Definition gelu_dx_rank3 : Prop := forall (N d1 d2 : nat) (pi : R) (dout x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  0 < pi ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => dout n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 * sigmoid (2 * Rpower 2 (1 / 2) * (moved3 x i j_1 j_2 t n i_d1 i_d2 + 8943 / 200000 * (moved3 x i j_1 j_2 t n i_d1 i_d2) ^ 3) / Rpower pi (1 / 2))))))
    0
    (dout i j_1 j_2 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 * moved3 x i j_1 j_2 t n i_d1 i_d2 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (moved3 x i j_1 j_2 t n i_d1 i_d2 + 8943 / 200000 * (moved3 x i j_1 j_2 t n i_d1 i_d2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (moved3 x i j_1 j_2 t n i_d1 i_d2 + 8943 / 200000 * (moved3 x i j_1 j_2 t n i_d1 i_d2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (moved3 x i j_1 j_2 t n i_d1 i_d2 + 8943 / 200000 * (moved3 x i j_1 j_2 t n i_d1 i_d2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (moved3 x i j_1 j_2 t n i_d1 i_d2 + 8943 / 200000 * (moved3 x i j_1 j_2 t n i_d1 i_d2) ^ 3) / Rpower pi (1 / 2))))))))))
    0
    (dout i j_1 j_2 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))))
  /\ dout i j_1 j_2 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))))) + 2 * x i j_1 j_2 * Rpower 2 (1 / 2) * (1 + 26829 / 200000 * (x i j_1 j_2) ^ 2) * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)))))) * (1 / 2 - 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)))))) / Rpower pi (1 / 2))
  = dout i j_1 j_2 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 + 8943 / 200000 * (x i j_1 j_2) ^ 3) / Rpower pi (1 / 2))).

(** gelu.dx: Gradient with respect to the input *)
Definition gelu_dx_rank4 : Prop := forall (N d1 d2 d3 : nat) (pi : R) (dout x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  0 < pi ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d1 (fun i_d1 => sumn d2 (fun i_d2 => sumn d3 (fun i_d3 => dout n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * sigmoid (2 * Rpower 2 (1 / 2) * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 + 8943 / 200000 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) ^ 3) / Rpower pi (1 / 2)))))))
    0
    (dout i j_1 j_2 j_3 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2 j_3) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => dout n i_d1 i_d2 i_d3 * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 + 8943 / 200000 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 + 8943 / 200000 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 + 8943 / 200000 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3 + 8943 / 200000 * (moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3) ^ 3) / Rpower pi (1 / 2)))))))))))
    0
    (dout i j_1 j_2 j_3 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2 j_3) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))))
  /\ dout i j_1 j_2 j_3 * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))))) + 2 * x i j_1 j_2 j_3 * Rpower 2 (1 / 2) * (1 + 26829 / 200000 * (x i j_1 j_2 j_3) ^ 2) * (1 / 2 + 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)))))) * (1 / 2 - 1 / 2 * ((exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) - exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)))) / (exp (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + exp (- (Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)))))) / Rpower pi (1 / 2))
  = dout i j_1 j_2 j_3 * (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2)) + 26829 / 200000 * (x i j_1 j_2 j_3) ^ 3 * (1 - sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) * sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))) / Rpower pi (1 / 2) + sigmoid (2 * Rpower 2 (1 / 2) * (x i j_1 j_2 j_3 + 8943 / 200000 * (x i j_1 j_2 j_3) ^ 3) / Rpower pi (1 / 2))).

(* gelu.dx_exact is not stated: the operation erf: erf(sqrt(2)*x[_n, _d]/2) *)
