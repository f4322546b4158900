(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** residual.out: Output *)
Definition residual_out : Prop := forall (D N : nat) (b : nat -> R) (w x : nat -> nat -> R) (n m : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (m < D)%nat ->
  x n m + relu (b m + sumn D (fun d => w d m * x n d))
  = x n m + relu (b m + sumn D (fun d => w d m * x n d))
  /\ x n m + relu (b m + sumn D (fun d => w d m * x n d))
  = x n m + relu (b m + sumn D (fun d => w d m * x n d)).

(** residual.dx: Gradient with respect to the input *)
Definition residual_dx : Prop := forall (D N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  (forall n, (n < N)%nat -> forall d, (d < D)%nat -> b d + sumn D (fun d' => w d' d * x n d') <> 0) ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved2 x i j t n d + relu (b d + sumn D (fun d' => w d' d * moved2 x i j t n d'))))))
    0
    (dout i j + sumn D (fun d => dout i d * w j d * step (b d + sumn D (fun d' => w d' d * x i d'))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved2 x i j t n d + relu (b d + sumn D (fun d' => w d' d * moved2 x i j t n d'))))))
    0
    (dout i j + sumn D (fun d => dout i d * w j d * step (b d + sumn D (fun d' => w d' d * x i d'))))
  /\ dout i j + sumn D (fun d => dout i d * w j d * step (b d + sumn D (fun d' => w d' d * x i d')))
  = dout i j + sumn D (fun d => dout i d * w j d * step (b d + sumn D (fun d' => w d' d * x i d'))).

(** residual.dw: Gradient with respect to the weights *)
Definition residual_dw : Prop := forall (D N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < D)%nat ->
  (j < D)%nat ->
  (forall n, (n < N)%nat -> forall d, (d < D)%nat -> b d + sumn D (fun d' => w d' d * x n d') <> 0) ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (x n d + relu (b d + sumn D (fun d' => moved2 w i j t d' d * x n d'))))))
    0
    (sumn N (fun n => dout n j * x n i * step (b j + sumn D (fun d => w d j * x n d))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (x n d + relu (b d + sumn D (fun d' => moved2 w i j t d' d * x n d'))))))
    0
    (sumn N (fun n => dout n j * x n i * step (b j + sumn D (fun d => w d j * x n d))))
  /\ sumn N (fun n => dout n j * x n i * step (b j + sumn D (fun d => w d j * x n d)))
  = sumn N (fun n => dout n j * x n i * step (b j + sumn D (fun d => w d j * x n d))).

(** residual.db: Gradient with respect to the bias *)
Definition residual_db : Prop := forall (D N : nat) (b : nat -> R) (dout w x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  (forall n, (n < N)%nat -> forall d, (d < D)%nat -> b d + sumn D (fun d' => w d' d * x n d') <> 0) ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (x n d + relu (moved1 b j t d + sumn D (fun d' => w d' d * x n d'))))))
    0
    (sumn N (fun n => dout n j * step (b j + sumn D (fun d => w d j * x n d))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (x n d + relu (moved1 b j t d + sumn D (fun d' => w d' d * x n d'))))))
    0
    (sumn N (fun n => dout n j * step (b j + sumn D (fun d => w d j * x n d))))
  /\ sumn N (fun n => dout n j * step (b j + sumn D (fun d => w d j * x n d)))
  = sumn N (fun n => dout n j * step (b j + sumn D (fun d => w d j * x n d))).
