(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** l2_regularization.loss: Loss, coefficient λ *)
Definition l2_regularization_loss : Prop := forall (D M : nat) (lambda : R) (w : nat -> nat -> R),
  (0 < D)%nat ->
  (0 < M)%nat ->
  lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2))
  = lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2))
  /\ lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2))
  = lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2)).

(** l2_regularization.dw: Gradient, coefficient λ *)
Definition l2_regularization_dw : Prop := forall (D M : nat) (lambda : R) (w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      lambda * sumn M (fun m => sumn D (fun d => (moved2 w i j t d m) ^ 2)))
    0
    (2 * w i j * lambda)
  /\ derivable_pt_lim (fun t =>
      lambda * sumn D (fun d => sumn M (fun m => (moved2 w i j t d m) ^ 2)))
    0
    (2 * w i j * lambda)
  /\ 2 * w i j * lambda
  = 2 * w i j * lambda.

(** l2_regularization.loss_half: Loss, coefficient λ/2 *)
Definition l2_regularization_loss_half : Prop := forall (D M : nat) (lambda : R) (w : nat -> nat -> R),
  (0 < D)%nat ->
  (0 < M)%nat ->
  1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2))
  = 1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2))
  /\ 1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2))
  = 1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2)).

(** l2_regularization.dw_half: Gradient, coefficient λ/2 *)
Definition l2_regularization_dw_half : Prop := forall (D M : nat) (lambda : R) (w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (moved2 w i j t d m) ^ 2)))
    0
    (w i j * lambda)
  /\ derivable_pt_lim (fun t =>
      1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (moved2 w i j t d m) ^ 2)))
    0
    (w i j * lambda)
  /\ w i j * lambda
  = w i j * lambda.

(** l2_regularization.loss_mean: Loss, coefficient λ/(2N) *)
Definition l2_regularization_loss_mean : Prop := forall (D M N : nat) (lambda : R) (w : nat -> nat -> R),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2)) / INR N
  = 1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2)) / INR N
  /\ 1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (w d m) ^ 2)) / INR N
  = 1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (w d m) ^ 2)) / INR N.

(** l2_regularization.dw_mean: Gradient, coefficient λ/(2N) *)
Definition l2_regularization_dw_mean : Prop := forall (D M N : nat) (lambda : R) (w : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (i < D)%nat ->
  (j < M)%nat ->
  derivable_pt_lim (fun t =>
      1 / 2 * lambda * sumn M (fun m => sumn D (fun d => (moved2 w i j t d m) ^ 2)) / INR N)
    0
    (w i j * lambda / INR N)
  /\ derivable_pt_lim (fun t =>
      1 / 2 * lambda * sumn D (fun d => sumn M (fun m => (moved2 w i j t d m) ^ 2)) / INR N)
    0
    (w i j * lambda / INR N)
  /\ w i j * lambda / INR N
  = w i j * lambda / INR N.
