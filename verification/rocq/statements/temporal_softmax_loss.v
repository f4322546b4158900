(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** temporal_softmax_loss.loss: Loss *)
Definition temporal_softmax_loss_loss : Prop := forall (N T V : nat) (mask : nat -> nat -> R) (x : nat -> nat -> nat -> R) (y : nat -> nat -> nat),
  (0 < N)%nat ->
  (0 < T)%nat ->
  (0 < V)%nat ->
  (forall k, (k < N)%nat -> forall k', (k' < T)%nat -> (y k k' < V)%nat) ->
  sumn N (fun n => sumn T (fun t' => - (mask n t' * sumn V (fun v => delta v (y n t') * ln (exp (x n t' v) / sumn V (fun v' => exp (x n t' v'))))))) / INR N
  = sumn T (fun t' => sumn N (fun n => mask n t' * (ln (sumn V (fun v => exp (x n t' v - maxn V (fun v' => x n t' v')))) + maxn V (fun v => x n t' v) - x n t' (y n t')))) / INR N
  /\ sumn N (fun n => sumn T (fun t' => - (mask n t' * ln (exp (x n t' (y n t')) / sumn V (fun v => exp (x n t' v)))))) / INR N
  = sumn T (fun t' => sumn N (fun n => mask n t' * (ln (sumn V (fun v => exp (x n t' v - maxn V (fun v' => x n t' v')))) + maxn V (fun v => x n t' v) - x n t' (y n t')))) / INR N.

(** temporal_softmax_loss.dx: Gradient with respect to the logits *)
Definition temporal_softmax_loss_dx : Prop := forall (N T V : nat) (mask : nat -> nat -> R) (x : nat -> nat -> nat -> R) (y : nat -> nat -> nat) (i s j : nat),
  (0 < N)%nat ->
  (0 < T)%nat ->
  (0 < V)%nat ->
  (forall k, (k < N)%nat -> forall k', (k' < T)%nat -> (y k k' < V)%nat) ->
  (i < N)%nat ->
  (s < T)%nat ->
  (j < V)%nat ->
  derivable_pt_lim (fun t =>
      - (sumn N (fun n => sumn T (fun t' => mask n t' * ln (exp (moved3 x i s j t n t' (y n t')) / sumn V (fun v => exp (moved3 x i s j t n t' v))))) / INR N))
    0
    (mask i s * (delta j (y i s) * (exp (x i s (y i s) - maxn V (fun v => x i s v)) / sumn V (fun v => exp (x i s v - maxn V (fun v' => x i s v'))) - 1) + exp (x i s j - maxn V (fun v => x i s v)) * (1 - delta j (y i s)) / sumn V (fun v => exp (x i s v - maxn V (fun v' => x i s v')))) / INR N)
  /\ mask i s * (exp (x i s j) / sumn V (fun v => exp (x i s v)) - delta j (y i s)) / INR N
  = mask i s * (delta j (y i s) * (exp (x i s (y i s) - maxn V (fun v => x i s v)) / sumn V (fun v => exp (x i s v - maxn V (fun v' => x i s v'))) - 1) + exp (x i s j - maxn V (fun v => x i s v)) * (1 - delta j (y i s)) / sumn V (fun v => exp (x i s v - maxn V (fun v' => x i s v')))) / INR N.
