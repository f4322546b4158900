(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** temporal_affine.out: Output *)
Definition temporal_affine_out : Prop := forall (D M N : nat) (b : nat -> R) (w x : nat -> nat -> R) (n m : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (m < M)%nat ->
  b m + sumn D (fun d => w d m * x n d)
  = b m + sumn D (fun d => w d m * x n d)
  /\ b m + sumn D (fun d => w d m * x n d)
  = b m + sumn D (fun d => w d m * x n d).

(** temporal_affine.out: Output *)
Definition temporal_affine_out_rank3 : Prop := forall (D M n1 n2 : nat) (b : nat -> R) (w : nat -> nat -> R) (x : nat -> nat -> nat -> R) (n_1 n_2 m : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (n_1 < n1)%nat ->
  (n_2 < n2)%nat ->
  (m < M)%nat ->
  b m + sumn D (fun d => w d m * x n_1 n_2 d)
  = b m + sumn D (fun d => w d m * x n_1 n_2 d)
  /\ b m + sumn D (fun d => w d m * x n_1 n_2 d)
  = b m + sumn D (fun d => w d m * x n_1 n_2 d).

(** temporal_affine.out: Output *)
Definition temporal_affine_out_rank4 : Prop := forall (D M n1 n2 n3 : nat) (b : nat -> R) (w : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> R) (n_1 n_2 n_3 m : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (n_1 < n1)%nat ->
  (n_2 < n2)%nat ->
  (n_3 < n3)%nat ->
  (m < M)%nat ->
  b m + sumn D (fun d => w d m * x n_1 n_2 n_3 d)
  = b m + sumn D (fun d => w d m * x n_1 n_2 n_3 d)
  /\ b m + sumn D (fun d => w d m * x n_1 n_2 n_3 d)
  = b m + sumn D (fun d => w d m * x n_1 n_2 n_3 d).

(** temporal_affine.dw: Gradient with respect to the weights *)
Definition temporal_affine_dw : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
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

(** temporal_affine.dw: Gradient with respect to the weights *)
Definition temporal_affine_dw_rank3 : Prop := forall (D M n1 n2 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn M (fun m => dout i_n1 i_n2 m * (b m + sumn D (fun d => moved2 w i j t d m * x i_n1 i_n2 d))))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * x i_n1 i_n2 i)))
  /\ derivable_pt_lim (fun t =>
      sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 m * (b m + sumn D (fun d => moved2 w i j t d m * x i_n1 i_n2 d))))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * x i_n1 i_n2 i)))
  /\ sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * x i_n1 i_n2 i))
  = sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * x i_n1 i_n2 i)).

(** temporal_affine.dw: Gradient with respect to the weights *)
Definition temporal_affine_dw_rank4 : Prop := forall (D M n1 n2 n3 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn n3 (fun i_n3 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (b m + sumn D (fun d => moved2 w i j t d m * x i_n1 i_n2 i_n3 d)))))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * x i_n1 i_n2 i_n3 i))))
  /\ derivable_pt_lim (fun t =>
      sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (b m + sumn D (fun d => moved2 w i j t d m * x i_n1 i_n2 i_n3 d)))))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * x i_n1 i_n2 i_n3 i))))
  /\ sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * x i_n1 i_n2 i_n3 i)))
  = sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * x i_n1 i_n2 i_n3 i))).

(** temporal_affine.dx: Gradient with respect to the input *)
Definition temporal_affine_dx : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
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

(** temporal_affine.dx: Gradient with respect to the input *)
Definition temporal_affine_dx_rank3 : Prop := forall (D M n1 n2 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> R) (i_1 i_2 j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (i_1 < n1)%nat ->
  (i_2 < n2)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn M (fun m => dout i_n1 i_n2 m * (b m + sumn D (fun d => w d m * moved3 x i_1 i_2 j t i_n1 i_n2 d))))))
    0
    (sumn M (fun m => dout i_1 i_2 m * w j m))
  /\ derivable_pt_lim (fun t =>
      sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 m * (b m + sumn D (fun d => w d m * moved3 x i_1 i_2 j t i_n1 i_n2 d))))))
    0
    (sumn M (fun m => dout i_1 i_2 m * w j m))
  /\ sumn M (fun m => dout i_1 i_2 m * w j m)
  = sumn M (fun m => dout i_1 i_2 m * w j m).

(** temporal_affine.dx: Gradient with respect to the input *)
Definition temporal_affine_dx_rank4 : Prop := forall (D M n1 n2 n3 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (i_1 i_2 i_3 j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (i_1 < n1)%nat ->
  (i_2 < n2)%nat ->
  (i_3 < n3)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn n3 (fun i_n3 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (b m + sumn D (fun d => w d m * moved4 x i_1 i_2 i_3 j t i_n1 i_n2 i_n3 d)))))))
    0
    (sumn M (fun m => dout i_1 i_2 i_3 m * w j m))
  /\ derivable_pt_lim (fun t =>
      sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (b m + sumn D (fun d => w d m * moved4 x i_1 i_2 i_3 j t i_n1 i_n2 i_n3 d)))))))
    0
    (sumn M (fun m => dout i_1 i_2 i_3 m * w j m))
  /\ sumn M (fun m => dout i_1 i_2 i_3 m * w j m)
  = sumn M (fun m => dout i_1 i_2 i_3 m * w j m).

(** temporal_affine.db: Gradient with respect to the bias *)
Definition temporal_affine_db : Prop := forall (D M N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (j : nat),
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

(** temporal_affine.db: Gradient with respect to the bias *)
Definition temporal_affine_db_rank3 : Prop := forall (D M n1 n2 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn M (fun m => dout i_n1 i_n2 m * (moved1 b j t m + sumn D (fun d => w d m * x i_n1 i_n2 d))))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j)))
  /\ derivable_pt_lim (fun t =>
      sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 m * (moved1 b j t m + sumn D (fun d => w d m * x i_n1 i_n2 d))))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j)))
  /\ sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j))
  = sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j)).

(** temporal_affine.db: Gradient with respect to the bias *)
Definition temporal_affine_db_rank4 : Prop := forall (D M n1 n2 n3 : nat) (b : nat -> R) (w : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn n3 (fun i_n3 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (moved1 b j t m + sumn D (fun d => w d m * x i_n1 i_n2 i_n3 d)))))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j))))
  /\ derivable_pt_lim (fun t =>
      sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn M (fun m => dout i_n1 i_n2 i_n3 m * (moved1 b j t m + sumn D (fun d => w d m * x i_n1 i_n2 i_n3 d)))))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j))))
  /\ sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j)))
  = sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j))).
