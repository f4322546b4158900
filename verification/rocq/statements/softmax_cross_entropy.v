(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** softmax_cross_entropy.probs: Softmax probabilities *)
Definition softmax_cross_entropy_probs : Prop := forall (C N : nat) (x : nat -> nat -> R) (n c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  exp (x n c) / sumn C (fun c' => exp (x n c'))
  = exp (x n c - maxn C (fun c' => x n c')) / sumn C (fun c' => exp (x n c' - maxn C (fun c'' => x n c'')))
  /\ exp (x n c) / sumn C (fun c' => exp (x n c'))
  = exp (x n c - maxn C (fun c' => x n c')) / sumn C (fun c' => exp (x n c' - maxn C (fun c'' => x n c''))).

(** softmax_cross_entropy.shift_invariance: Shift invariance *)
Definition softmax_cross_entropy_shift_invariance : Prop := forall (C N : nat) (s : nat -> R) (x : nat -> nat -> R) (n c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  exp (s n + x n c) / sumn C (fun c' => exp (s n + x n c'))
  = exp (s n + x n c - maxn C (fun c' => s n + x n c')) / sumn C (fun c' => exp (s n + x n c' - maxn C (fun c'' => s n + x n c'')))
  /\ exp (x n c) / sumn C (fun c' => exp (x n c'))
  = exp (s n + x n c - maxn C (fun c' => s n + x n c')) / sumn C (fun c' => exp (s n + x n c' - maxn C (fun c'' => s n + x n c''))).

(** softmax_cross_entropy.jacobian: The Jacobian of the softmax *)
Definition softmax_cross_entropy_jacobian : Prop := forall (C N : nat) (x : nat -> nat -> R) (n i j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (i < C)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      exp (moved2 x n j t n i) / sumn C (fun c => exp (moved2 x n j t n c)))
    0
    (exp (x n j - maxn C (fun c => x n c)) * (delta i j - sumn C (fun c => delta c i * exp (x n c - maxn C (fun c' => x n c')) / sumn C (fun c' => exp (x n c' - maxn C (fun c'' => x n c''))))) / sumn C (fun c => exp (x n c - maxn C (fun c' => x n c'))))
  /\ exp (x n i) * (delta i j - exp (x n j) / sumn C (fun c => exp (x n c))) / sumn C (fun c => exp (x n c))
  = exp (x n j - maxn C (fun c => x n c)) * (delta i j - sumn C (fun c => delta c i * exp (x n c - maxn C (fun c' => x n c')) / sumn C (fun c' => exp (x n c' - maxn C (fun c'' => x n c''))))) / sumn C (fun c => exp (x n c - maxn C (fun c' => x n c'))).

(** softmax_cross_entropy.cross_entropy: Cross-entropy of one sample *)
Definition softmax_cross_entropy_cross_entropy : Prop := forall (C N : nat) (x : nat -> nat -> R) (y : nat -> nat) (n : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  (n < N)%nat ->
  - sumn C (fun c => delta c (y n) * ln (exp (x n c) / sumn C (fun c' => exp (x n c'))))
  = ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n)
  /\ - ln (exp (x n (y n)) / sumn C (fun c => exp (x n c)))
  = ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n).

(** softmax_cross_entropy.log_sum_exp: Log-sum-exp form *)
Definition softmax_cross_entropy_log_sum_exp : Prop := forall (C N : nat) (x : nat -> nat -> R) (y : nat -> nat) (n : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  (n < N)%nat ->
  - ln (exp (x n (y n)) / sumn C (fun c => exp (x n c)))
  = ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n)
  /\ ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n)
  = ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n).

(** softmax_cross_entropy.two_class: The case of two classes *)
Definition softmax_cross_entropy_two_class : Prop := forall (N : nat) (x : nat -> nat -> R) (n : nat),
  (0 < N)%nat ->
  (n < N)%nat ->
  exp (x n 1%nat) / (exp (x n 0%nat) + exp (x n 1%nat))
  = exp (- relu (x n 0%nat - x n 1%nat)) / (exp (x n 0%nat - x n 1%nat - relu (x n 0%nat - x n 1%nat)) + exp (- relu (x n 0%nat - x n 1%nat)))
  /\ sigmoid (x n 1%nat - x n 0%nat)
  = exp (- relu (x n 0%nat - x n 1%nat)) / (exp (x n 0%nat - x n 1%nat - relu (x n 0%nat - x n 1%nat)) + exp (- relu (x n 0%nat - x n 1%nat))).

(** softmax_cross_entropy.loss: Mean loss *)
Definition softmax_cross_entropy_loss : Prop := forall (C N : nat) (x : nat -> nat -> R) (y : nat -> nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  sumn N (fun n => - sumn C (fun c => delta c (y n) * ln (exp (x n c) / sumn C (fun c' => exp (x n c'))))) / INR N
  = sumn N (fun n => ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n)) / INR N
  /\ - (sumn N (fun n => ln (exp (x n (y n)) / sumn C (fun c => exp (x n c)))) / INR N)
  = sumn N (fun n => ln (sumn C (fun c => exp (x n c - maxn C (fun c' => x n c')))) + maxn C (fun c => x n c) - x n (y n)) / INR N.

(** softmax_cross_entropy.dx: Gradient with respect to the logits *)
Definition softmax_cross_entropy_dx : Prop := forall (C N : nat) (x : nat -> nat -> R) (y : nat -> nat) (i j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (forall k, (k < N)%nat -> (y k < C)%nat) ->
  (i < N)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => ln (sumn C (fun c => exp (moved2 x i j t n c - maxn C (fun c' => moved2 x i j t n c')))) + maxn C (fun c => moved2 x i j t n c) - moved2 x i j t n (y n)) / INR N)
    0
    (delta j (y i) * (exp (x i (y i) - maxn C (fun c => x i c)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))) - / INR N) + exp (x i j - maxn C (fun c => x i c)) * (1 - delta j (y i)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))))
  /\ derivable_pt_lim (fun t =>
      - (sumn N (fun n => ln (exp (moved2 x i j t n (y n)) / sumn C (fun c => exp (moved2 x i j t n c)))) / INR N))
    0
    (delta j (y i) * (exp (x i (y i) - maxn C (fun c => x i c)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))) - / INR N) + exp (x i j - maxn C (fun c => x i c)) * (1 - delta j (y i)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))))
  /\ (exp (x i j) / sumn C (fun c => exp (x i c)) - delta j (y i)) / INR N
  = delta j (y i) * (exp (x i (y i) - maxn C (fun c => x i c)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))) - / INR N) + exp (x i j - maxn C (fun c => x i c)) * (1 - delta j (y i)) / INR N / sumn C (fun c => exp (x i c - maxn C (fun c' => x i c'))).
