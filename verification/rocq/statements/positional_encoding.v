(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** positional_encoding.out: Output *)
Definition positional_encoding_out : Prop := forall (D N T : nat) (table_ : nat -> nat -> R) (x : nat -> nat -> nat -> R) (n t d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (0 < T)%nat ->
  (n < N)%nat ->
  (t < T)%nat ->
  (d < D)%nat ->
  table_ t d + x n t d
  = table_ t d + x n t d
  /\ table_ t d + x n t d
  = table_ t d + x n t d.

(** positional_encoding.dx: Gradient with respect to the input *)
Definition positional_encoding_dx : Prop := forall (D N T : nat) (table_ : nat -> nat -> R) (dout x : nat -> nat -> nat -> R) (i j r : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < T)%nat ->
  (r < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn D (fun d => dout n t' d * (table_ t' d + moved3 x i j r t n t' d)))))
    0
    (dout i j r)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn D (fun d => dout n t' d * (table_ t' d + moved3 x i j r t n t' d)))))
    0
    (dout i j r)
  /\ dout i j r
  = dout i j r.

(** positional_encoding.dtable: Gradient with respect to the table *)
Definition positional_encoding_dtable : Prop := forall (D N T : nat) (table_ : nat -> nat -> R) (dout x : nat -> nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (0 < T)%nat ->
  (i < T)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn D (fun d => dout n t' d * (moved2 table_ i j t t' d + x n t' d)))))
    0
    (sumn N (fun n => dout n i j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn D (fun d => dout n t' d * (moved2 table_ i j t t' d + x n t' d)))))
    0
    (sumn N (fun n => dout n i j))
  /\ sumn N (fun n => dout n i j)
  = sumn N (fun n => dout n i j).
