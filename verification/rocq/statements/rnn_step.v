(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** rnn_step.out: New hidden state *)
Definition rnn_step_out : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx prev_h x : nat -> nat -> R) (n m : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (m < H)%nat ->
  (exp (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)) - exp (- (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)))) / (exp (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)) + exp (- (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h))))
  = (exp (2 * b m + 2 * sumn D (fun d => Wx d m * x n d) + 2 * sumn H (fun h => Wh h m * prev_h n h)) - 1) / (1 + exp (2 * b m + 2 * sumn D (fun d => Wx d m * x n d) + 2 * sumn H (fun h => Wh h m * prev_h n h)))
  /\ (exp (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)) - exp (- (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)))) / (exp (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h)) + exp (- (b m + sumn D (fun d => Wx d m * x n d) + sumn H (fun h => Wh h m * prev_h n h))))
  = (exp (2 * b m + 2 * sumn D (fun d => Wx d m * x n d) + 2 * sumn H (fun h => Wh h m * prev_h n h)) - 1) / (1 + exp (2 * b m + 2 * sumn D (fun d => Wx d m * x n d) + 2 * sumn H (fun h => Wh h m * prev_h n h))).

(** rnn_step.dx: Gradient with respect to the input *)
Definition rnn_step_dx : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx dnext_h prev_h x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * (exp (2 * b h + 2 * sumn D (fun d => Wx d h * moved2 x i j t n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h')) - 1) / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * moved2 x i j t n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h'))))))
    0
    (sumn H (fun h => Wx j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * ((exp (b h + sumn D (fun d => Wx d h * moved2 x i j t n d) + sumn H (fun h' => Wh h' h * prev_h n h')) - exp (- (b h + sumn D (fun d => Wx d h * moved2 x i j t n d) + sumn H (fun h' => Wh h' h * prev_h n h')))) / (exp (b h + sumn D (fun d => Wx d h * moved2 x i j t n d) + sumn H (fun h' => Wh h' h * prev_h n h')) + exp (- (b h + sumn D (fun d => Wx d h * moved2 x i j t n d) + sumn H (fun h' => Wh h' h * prev_h n h'))))))))
    0
    (sumn H (fun h => Wx j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)))
  /\ sumn H (fun h => Wx j h * dnext_h i h * (1 - ((exp (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')) - exp (- (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')))) / (exp (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')) + exp (- (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h'))))) ^ 2))
  = sumn H (fun h => Wx j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)).

(** rnn_step.dprev_h: Gradient with respect to the previous hidden state *)
Definition rnn_step_dprev_h : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx dnext_h prev_h x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < H)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h')) - 1) / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h'))))))
    0
    (sumn H (fun h => Wh j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * ((exp (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h')) - exp (- (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h')))) / (exp (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h')) + exp (- (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * moved2 prev_h i j t n h'))))))))
    0
    (sumn H (fun h => Wh j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)))
  /\ sumn H (fun h => Wh j h * dnext_h i h * (1 - ((exp (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')) - exp (- (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')))) / (exp (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h')) + exp (- (b h + sumn D (fun d => Wx d h * x i d) + sumn H (fun h' => Wh h' h * prev_h i h'))))) ^ 2))
  = sumn H (fun h => Wh j h * dnext_h i h * (1 - (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h')) - 1) ^ 2 / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x i d) + 2 * sumn H (fun h' => Wh h' h * prev_h i h'))) ^ 2)).

(** rnn_step.dWx: Gradient with respect to the input's weights *)
Definition rnn_step_dWx : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx dnext_h prev_h x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (i < D)%nat ->
  (j < H)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * (exp (2 * b h + 2 * sumn D (fun d => moved2 Wx i j t d h * x n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h')) - 1) / (1 + exp (2 * b h + 2 * sumn D (fun d => moved2 Wx i j t d h * x n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h'))))))
    0
    (sumn N (fun n => dnext_h n j * x n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * ((exp (b h + sumn D (fun d => moved2 Wx i j t d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')) - exp (- (b h + sumn D (fun d => moved2 Wx i j t d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')))) / (exp (b h + sumn D (fun d => moved2 Wx i j t d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')) + exp (- (b h + sumn D (fun d => moved2 Wx i j t d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h'))))))))
    0
    (sumn N (fun n => dnext_h n j * x n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ sumn N (fun n => dnext_h n j * x n i * (1 - ((exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) - exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)))) / (exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) + exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h))))) ^ 2))
  = sumn N (fun n => dnext_h n j * x n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)).

(** rnn_step.dWh: Gradient with respect to the hidden state's weights *)
Definition rnn_step_dWh : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx dnext_h prev_h x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (i < H)%nat ->
  (j < H)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * (exp (2 * b h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h')) - 1) / (1 + exp (2 * b h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h'))))))
    0
    (sumn N (fun n => dnext_h n j * prev_h n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * ((exp (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h')) - exp (- (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h')))) / (exp (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h')) + exp (- (b h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => moved2 Wh i j t h' h * prev_h n h'))))))))
    0
    (sumn N (fun n => dnext_h n j * prev_h n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ sumn N (fun n => dnext_h n j * prev_h n i * (1 - ((exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) - exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)))) / (exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) + exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h))))) ^ 2))
  = sumn N (fun n => dnext_h n j * prev_h n i * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)).

(** rnn_step.db: Gradient with respect to the bias *)
Definition rnn_step_db : Prop := forall (D H N : nat) (b : nat -> R) (Wh Wx dnext_h prev_h x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < N)%nat ->
  (j < H)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * (exp (2 * moved1 b j t h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h')) - 1) / (1 + exp (2 * moved1 b j t h + 2 * sumn D (fun d => Wx d h * x n d) + 2 * sumn H (fun h' => Wh h' h * prev_h n h'))))))
    0
    (sumn N (fun n => dnext_h n j * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn H (fun h => dnext_h n h * ((exp (moved1 b j t h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')) - exp (- (moved1 b j t h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')))) / (exp (moved1 b j t h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h')) + exp (- (moved1 b j t h + sumn D (fun d => Wx d h * x n d) + sumn H (fun h' => Wh h' h * prev_h n h'))))))))
    0
    (sumn N (fun n => dnext_h n j * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)))
  /\ sumn N (fun n => dnext_h n j * (1 - ((exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) - exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)))) / (exp (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h)) + exp (- (b j + sumn D (fun d => Wx d j * x n d) + sumn H (fun h => Wh h j * prev_h n h))))) ^ 2))
  = sumn N (fun n => dnext_h n j * (1 - (exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h)) - 1) ^ 2 / (1 + exp (2 * b j + 2 * sumn D (fun d => Wx d j * x n d) + 2 * sumn H (fun h => Wh h j * prev_h n h))) ^ 2)).
