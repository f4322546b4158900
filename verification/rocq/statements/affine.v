(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** affine.out: Output *)
Definition affine_out : Prop := forall (D M N : nat) (b : nat -> R) (w x : nat -> nat -> R) (n m : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (m < M)%nat ->
  b m + sumn D (fun d => w d m * x n d)
  = b m + sumn D (fun d => w d m * x n d)
  /\ b m + sumn D (fun d => w d m * x n d)
  = b m + sumn D (fun d => w d m * x n d).

(** affine.out: Output *)
Definition affine_out_rank3 : Prop := forall (M N d1 d2 : nat) (b : nat -> R) (w x : nat -> nat -> nat -> R) (n m : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (n < N)%nat ->
  (m < M)%nat ->
  b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2))
  = b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2))
  /\ b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2))
  = b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2)).

(** affine.out: Output *)
Definition affine_out_rank4 : Prop := forall (M N d1 d2 d3 : nat) (b : nat -> R) (w x : nat -> nat -> nat -> nat -> R) (n m : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (n < N)%nat ->
  (m < M)%nat ->
  b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))
  = b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))
  /\ b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))
  = b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3))).

(** affine.dw: Gradient with respect to the weights *)
Definition affine_dw : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn D (fun d => moved2 w i j t d m * x n d)))))
    0
    (sumn N (fun n => dout n j * x n i))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn D (fun d => moved2 w i j t d m * x n d)))))
    0
    (sumn N (fun n => dout n j * x n i))
  /\ sumn N (fun n => dout n j * x n i)
  = sumn N (fun n => dout n j * x n i).

(** affine.dw: Gradient with respect to the weights *)
Definition affine_dw_rank3 : Prop := forall (M N d1 d2 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> R) (i_1 i_2 j : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i_1 < d1)%nat ->
  (i_2 < d2)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => moved3 w i_1 i_2 j t i_d1 i_d2 m * x n i_d1 i_d2))))))
    0
    (sumn N (fun n => dout n j * x n i_1 i_2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => moved3 w i_1 i_2 j t i_d1 i_d2 m * x n i_d1 i_d2))))))
    0
    (sumn N (fun n => dout n j * x n i_1 i_2))
  /\ sumn N (fun n => dout n j * x n i_1 i_2)
  = sumn N (fun n => dout n j * x n i_1 i_2).

(** affine.dw: Gradient with respect to the weights *)
Definition affine_dw_rank4 : Prop := forall (M N d1 d2 d3 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> nat -> R) (i_1 i_2 i_3 j : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i_1 < d1)%nat ->
  (i_2 < d2)%nat ->
  (i_3 < d3)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => moved4 w i_1 i_2 i_3 j t i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))))))
    0
    (sumn N (fun n => dout n j * x n i_1 i_2 i_3))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => moved4 w i_1 i_2 i_3 j t i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))))))
    0
    (sumn N (fun n => dout n j * x n i_1 i_2 i_3))
  /\ sumn N (fun n => dout n j * x n i_1 i_2 i_3)
  = sumn N (fun n => dout n j * x n i_1 i_2 i_3).

(** affine.dx: Gradient with respect to the input *)
Definition affine_dx : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn D (fun d => w d m * moved2 x i j t n d)))))
    0
    (sumn M (fun m => dout i m * w j m))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn D (fun d => w d m * moved2 x i j t n d)))))
    0
    (sumn M (fun m => dout i m * w j m))
  /\ sumn M (fun m => dout i m * w j m)
  = sumn M (fun m => dout i m * w j m).

(** affine.dx: Gradient with respect to the input *)
Definition affine_dx_rank3 : Prop := forall (M N d1 d2 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> R) (i j_1 j_2 : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * moved3 x i j_1 j_2 t n i_d1 i_d2))))))
    0
    (sumn M (fun m => dout i m * w j_1 j_2 m))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * moved3 x i j_1 j_2 t n i_d1 i_d2))))))
    0
    (sumn M (fun m => dout i m * w j_1 j_2 m))
  /\ sumn M (fun m => dout i m * w j_1 j_2 m)
  = sumn M (fun m => dout i m * w j_1 j_2 m).

(** affine.dx: Gradient with respect to the input *)
Definition affine_dx_rank4 : Prop := forall (M N d1 d2 d3 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> nat -> R) (i j_1 j_2 j_3 : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (i < N)%nat ->
  (j_1 < d1)%nat ->
  (j_2 < d2)%nat ->
  (j_3 < d3)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)))))))
    0
    (sumn M (fun m => dout i m * w j_1 j_2 j_3 m))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (b m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * moved4 x i j_1 j_2 j_3 t n i_d1 i_d2 i_d3)))))))
    0
    (sumn M (fun m => dout i m * w j_1 j_2 j_3 m))
  /\ sumn M (fun m => dout i m * w j_1 j_2 j_3 m)
  = sumn M (fun m => dout i m * w j_1 j_2 j_3 m).

(** affine.db: Gradient with respect to the bias *)
Definition affine_db : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn D (fun d => w d m * x n d)))))
    0
    (sumn N (fun n => dout n j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn D (fun d => w d m * x n d)))))
    0
    (sumn N (fun n => dout n j))
  /\ sumn N (fun n => dout n j)
  = sumn N (fun n => dout n j).

(** affine.db: Gradient with respect to the bias *)
Definition affine_db_rank3 : Prop := forall (M N d1 d2 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> R) (j : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2))))))
    0
    (sumn N (fun n => dout n j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 m * x n i_d1 i_d2))))))
    0
    (sumn N (fun n => dout n j))
  /\ sumn N (fun n => dout n j)
  = sumn N (fun n => dout n j).

(** affine.db: Gradient with respect to the bias *)
Definition affine_db_rank4 : Prop := forall (M N d1 d2 d3 : nat) (b : nat -> R) (dout : nat -> nat -> R) (w x : nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < d1)%nat ->
  (0 < d2)%nat ->
  (0 < d3)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))))))
    0
    (sumn N (fun n => dout n j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn M (fun m => dout n m * (moved1 b j t m + sumn d3 (fun i_d3 => sumn d2 (fun i_d2 => sumn d1 (fun i_d1 => w i_d1 i_d2 i_d3 m * x n i_d1 i_d2 i_d3)))))))
    0
    (sumn N (fun n => dout n j))
  /\ sumn N (fun n => dout n j)
  = sumn N (fun n => dout n j).
