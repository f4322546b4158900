(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** spatial_batch_norm.out: Output *)
Definition spatial_batch_norm_out : Prop := forall (C N P : nat) (epsilon : R) (beta gamma : nat -> R) (x : nat -> nat -> nat -> R) (n c p : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p < P)%nat ->
  beta c + gamma c * (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' c p' - sumn N (fun n'' => sumn P (fun p'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2)
  = beta c + gamma c * (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' c p' - sumn P (fun p'' => sumn N (fun n'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2)
  /\ beta c + gamma c * (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' c p' - sumn N (fun n'' => sumn P (fun p'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2)
  = beta c + gamma c * (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' c p' - sumn P (fun p'' => sumn N (fun n'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2).

(** spatial_batch_norm.out: Output *)
Definition spatial_batch_norm_out_rank3 : Prop := forall (C N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> R) (x : nat -> nat -> nat -> nat -> R) (n c p_1 p_2 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  beta c + gamma c * (x n c p_1 p_2 - sumn N (fun n' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n' c i_p1 i_p2))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n' c i_p1 i_p2 - sumn N (fun n'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n'' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => x n' c i_p1 i_p2))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => (x n' c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n'' => x n'' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)
  /\ beta c + gamma c * (x n c p_1 p_2 - sumn N (fun n' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n' c i_p1 i_p2))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n' c i_p1 i_p2 - sumn N (fun n'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n'' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => x n' c i_p1 i_p2))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => (x n' c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n'' => x n'' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2).

(** spatial_batch_norm.out: Output *)
Definition spatial_batch_norm_out_rank4 : Prop := forall (C N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (n c p_1 p_2 p_3 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  (p_3 < p3)%nat ->
  beta c + gamma c * (x n c p_1 p_2 p_3 - sumn N (fun n' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n' c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n' c i_p1 i_p2 i_p3 - sumn N (fun n'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n'' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 p_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => x n' c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => (x n' c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n'' => x n'' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2)
  /\ beta c + gamma c * (x n c p_1 p_2 p_3 - sumn N (fun n' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n' c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n' c i_p1 i_p2 i_p3 - sumn N (fun n'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n'' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 p_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => x n' c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n' => (x n' c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n'' => x n'' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2).

(** spatial_batch_norm.running_mean: Running mean *)
Definition spatial_batch_norm_running_mean : Prop := forall (C N P : nat) (momentum : R) (running_mean : nat -> R) (x : nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (c < C)%nat ->
  running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn P (fun p => x n c p)) / INR N / INR P
  = running_mean c * momentum + (1 - momentum) * sumn P (fun p => sumn N (fun n => x n c p)) / INR N / INR P
  /\ running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn P (fun p => x n c p)) / INR N / INR P
  = running_mean c * momentum + (1 - momentum) * sumn P (fun p => sumn N (fun n => x n c p)) / INR N / INR P.

(** spatial_batch_norm.running_mean: Running mean *)
Definition spatial_batch_norm_running_mean_rank3 : Prop := forall (C N p1 p2 : nat) (momentum : R) (running_mean : nat -> R) (x : nat -> nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (c < C)%nat ->
  running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2))) / INR N / INR p1 / INR p2
  = running_mean c * momentum + (1 - momentum) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n c i_p1 i_p2))) / INR N / INR p1 / INR p2
  /\ running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2))) / INR N / INR p1 / INR p2
  = running_mean c * momentum + (1 - momentum) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n c i_p1 i_p2))) / INR N / INR p1 / INR p2.

(** spatial_batch_norm.running_mean: Running mean *)
Definition spatial_batch_norm_running_mean_rank4 : Prop := forall (C N p1 p2 p3 : nat) (momentum : R) (running_mean : nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (c < C)%nat ->
  running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3
  = running_mean c * momentum + (1 - momentum) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3
  /\ running_mean c * momentum + (1 - momentum) * sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3
  = running_mean c * momentum + (1 - momentum) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n c i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3.

(** spatial_batch_norm.running_var: Running variance *)
Definition spatial_batch_norm_running_var : Prop := forall (C N P : nat) (momentum : R) (running_var : nat -> R) (x : nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (c < C)%nat ->
  running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn P (fun p => (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) ^ 2)) / INR N / INR P
  = running_var c * momentum + (1 - momentum) * sumn P (fun p => sumn N (fun n => (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) ^ 2)) / INR N / INR P
  /\ running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn P (fun p => (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) ^ 2)) / INR N / INR P
  = running_var c * momentum + (1 - momentum) * sumn P (fun p => sumn N (fun n => (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) ^ 2)) / INR N / INR P.

(** spatial_batch_norm.running_var: Running variance *)
Definition spatial_batch_norm_running_var_rank3 : Prop := forall (C N p1 p2 : nat) (momentum : R) (running_var : nat -> R) (x : nat -> nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (c < C)%nat ->
  running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n c i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2
  = running_var c * momentum + (1 - momentum) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2
  /\ running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n c i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2
  = running_var c * momentum + (1 - momentum) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2.

(** spatial_batch_norm.running_var: Running variance *)
Definition spatial_batch_norm_running_var_rank4 : Prop := forall (C N p1 p2 p3 : nat) (momentum : R) (running_var : nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (c < C)%nat ->
  running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n c i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3
  = running_var c * momentum + (1 - momentum) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3
  /\ running_var c * momentum + (1 - momentum) * sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n c i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3
  = running_var c * momentum + (1 - momentum) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3.

(** spatial_batch_norm.out_test: Output at test time *)
Definition spatial_batch_norm_out_test : Prop := forall (C N P : nat) (epsilon : R) (beta gamma running_mean running_var : nat -> R) (x : nat -> nat -> nat -> R) (n c p : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p < P)%nat ->
  beta c + gamma c * (x n c p - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  /\ beta c + gamma c * (x n c p - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p - running_mean c) / Rpower (running_var c + epsilon) (1 / 2).

(** spatial_batch_norm.out_test: Output at test time *)
Definition spatial_batch_norm_out_test_rank3 : Prop := forall (C N p1 p2 : nat) (epsilon : R) (beta gamma running_mean running_var : nat -> R) (x : nat -> nat -> nat -> nat -> R) (n c p_1 p_2 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  beta c + gamma c * (x n c p_1 p_2 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  /\ beta c + gamma c * (x n c p_1 p_2 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2).

(** spatial_batch_norm.out_test: Output at test time *)
Definition spatial_batch_norm_out_test_rank4 : Prop := forall (C N p1 p2 p3 : nat) (epsilon : R) (beta gamma running_mean running_var : nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (n c p_1 p_2 p_3 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  (p_3 < p3)%nat ->
  beta c + gamma c * (x n c p_1 p_2 p_3 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 p_3 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  /\ beta c + gamma c * (x n c p_1 p_2 p_3 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2)
  = beta c + gamma c * (x n c p_1 p_2 p_3 - running_mean c) / Rpower (running_var c + epsilon) (1 / 2).

(** spatial_batch_norm.dbeta: Gradient with respect to the shift *)
Definition spatial_batch_norm_dbeta : Prop := forall (C N P : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (moved1 beta j t c + gamma c * (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' c p' - sumn P (fun p'' => sumn N (fun n'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j p)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (moved1 beta j t c + gamma c * (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' c p' - sumn N (fun n'' => sumn P (fun p'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j p)))
  /\ sumn N (fun n => sumn P (fun p => dout n j p))
  = sumn P (fun p => sumn N (fun n => dout n j p)).

(** spatial_batch_norm.dbeta: Gradient with respect to the shift *)
Definition spatial_batch_norm_dbeta_rank3 : Prop := forall (C N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n c i_p1 i_p2 * (moved1 beta j t c + gamma c * (x n c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' c i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 * (moved1 beta j t c + gamma c * (x n c i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' c i_p1' i_p2' - sumn N (fun n'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2))))
  /\ sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2)))
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2))).

(** spatial_batch_norm.dbeta: Gradient with respect to the shift *)
Definition spatial_batch_norm_dbeta_rank4 : Prop := forall (C N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n c i_p1 i_p2 i_p3 * (moved1 beta j t c + gamma c * (x n c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' c i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 i_p3 * (moved1 beta j t c + gamma c * (x n c i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' c i_p1' i_p2' i_p3' - sumn N (fun n'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3)))))
  /\ sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 i_p3))))
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3)))).

(** spatial_batch_norm.dgamma: Gradient with respect to the scale *)
Definition spatial_batch_norm_dgamma : Prop := forall (C N P : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (beta c + moved1 gamma j t c * (x n c p - sumn P (fun p' => sumn N (fun n' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' c p' - sumn P (fun p'' => sumn N (fun n'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (beta c + moved1 gamma j t c * (x n c p - sumn N (fun n' => sumn P (fun p' => x n' c p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' c p' - sumn N (fun n'' => sumn P (fun p'' => x n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))
  /\ sumn N (fun n => sumn P (fun p => dout n j p * (x n j p - sumn N (fun n' => sumn P (fun p' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' j p' - sumn N (fun n'' => sumn P (fun p'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2)))
  = sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))).

(** spatial_batch_norm.dgamma: Gradient with respect to the scale *)
Definition spatial_batch_norm_dgamma_rank3 : Prop := forall (C N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n c i_p1 i_p2 * (beta c + moved1 gamma j t c * (x n c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' c i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 * (beta c + moved1 gamma j t c * (x n c i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' c i_p1' i_p2' - sumn N (fun n'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))
  /\ sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' j i_p1' i_p2' - sumn N (fun n'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2))))
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))).

(** spatial_batch_norm.dgamma: Gradient with respect to the scale *)
Definition spatial_batch_norm_dgamma_rank4 : Prop := forall (C N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n c i_p1 i_p2 i_p3 * (beta c + moved1 gamma j t c * (x n c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' c i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 i_p3 * (beta c + moved1 gamma j t c * (x n c i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' c i_p1' i_p2' i_p3' - sumn N (fun n'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))
  /\ sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' j i_p1' i_p2' i_p3' - sumn N (fun n'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2)))))
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))).

(** spatial_batch_norm.dx: Gradient with respect to the input *)
Definition spatial_batch_norm_dx : Prop := forall (C N P : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> R) (i j k : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (k < P)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (beta c + gamma c * (moved3 x i j k t n c p - sumn P (fun p' => sumn N (fun n' => moved3 x i j k t n' c p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (moved3 x i j k t n' c p' - sumn P (fun p'' => sumn N (fun n'' => moved3 x i j k t n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (gamma j * (dout i j k - ((x i j k - sumn P (fun p => sumn N (fun n => x n j p)) / INR N / INR P) * sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2) + sumn P (fun p => sumn N (fun n => dout n j p))) / INR N / INR P) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => dout n c p * (beta c + gamma c * (moved3 x i j k t n c p - sumn N (fun n' => sumn P (fun p' => moved3 x i j k t n' c p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (moved3 x i j k t n' c p' - sumn N (fun n'' => sumn P (fun p'' => moved3 x i j k t n'' c p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))))))
    0
    (gamma j * (dout i j k - ((x i j k - sumn P (fun p => sumn N (fun n => x n j p)) / INR N / INR P) * sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2) + sumn P (fun p => sumn N (fun n => dout n j p))) / INR N / INR P) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))
  /\ gamma j * (dout i j k - (x i j k - sumn N (fun n => sumn P (fun p => x n j p)) / INR N / INR P) * sumn N (fun n => sumn P (fun p => dout n j p * (x n j p - sumn N (fun n' => sumn P (fun p' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn N (fun n' => sumn P (fun p' => (x n' j p' - sumn N (fun n'' => sumn P (fun p'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))) / Rpower (epsilon + sumn N (fun n => sumn P (fun p => (x n j p - sumn N (fun n' => sumn P (fun p' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2) / INR N / INR P - sumn N (fun n => sumn P (fun p => dout n j p)) / INR N / INR P) / Rpower (epsilon + sumn N (fun n => sumn P (fun p => (x n j p - sumn N (fun n' => sumn P (fun p' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2)
  = gamma j * (dout i j k - ((x i j k - sumn P (fun p => sumn N (fun n => x n j p)) / INR N / INR P) * sumn P (fun p => sumn N (fun n => dout n j p * (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) / Rpower (epsilon + sumn P (fun p' => sumn N (fun n' => (x n' j p' - sumn P (fun p'' => sumn N (fun n'' => x n'' j p'')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2) + sumn P (fun p => sumn N (fun n => dout n j p))) / INR N / INR P) / Rpower (epsilon + sumn P (fun p => sumn N (fun n => (x n j p - sumn P (fun p' => sumn N (fun n' => x n' j p')) / INR N / INR P) ^ 2)) / INR N / INR P) (1 / 2).

(** spatial_batch_norm.dx: Gradient with respect to the input *)
Definition spatial_batch_norm_dx_rank3 : Prop := forall (C N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (i j k_1 k_2 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (k_1 < p1)%nat ->
  (k_2 < p2)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n c i_p1 i_p2 * (beta c + gamma c * (moved4 x i j k_1 k_2 t n c i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => moved4 x i j k_1 k_2 t n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (moved4 x i j k_1 k_2 t n' c i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => moved4 x i j k_1 k_2 t n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (gamma j * (dout i j k_1 k_2 - ((x i j k_1 k_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2))) / INR N / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2) + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2)))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 * (beta c + gamma c * (moved4 x i j k_1 k_2 t n c i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => moved4 x i j k_1 k_2 t n' c i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (moved4 x i j k_1 k_2 t n' c i_p1' i_p2' - sumn N (fun n'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => moved4 x i j k_1 k_2 t n'' c i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))))))
    0
    (gamma j * (dout i j k_1 k_2 - ((x i j k_1 k_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2))) / INR N / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2) + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2)))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2))
  /\ gamma j * (dout i j k_1 k_2 - (x i j k_1 k_2 - sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n j i_p1 i_p2))) / INR N / INR p1 / INR p2) * sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' j i_p1' i_p2' - sumn N (fun n'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n j i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2) / INR N / INR p1 / INR p2 - sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n j i_p1 i_p2 - sumn N (fun n' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)
  = gamma j * (dout i j k_1 k_2 - ((x i j k_1 k_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2))) / INR N / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 * (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2''))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2) + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2)))) / INR N / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2'))) / INR N / INR p1 / INR p2) ^ 2))) / INR N / INR p1 / INR p2) (1 / 2).

(** spatial_batch_norm.dx: Gradient with respect to the input *)
Definition spatial_batch_norm_dx_rank4 : Prop := forall (C N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (i j k_1 k_2 k_3 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (k_1 < p1)%nat ->
  (k_2 < p2)%nat ->
  (k_3 < p3)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n c i_p1 i_p2 i_p3 * (beta c + gamma c * (moved5 x i j k_1 k_2 k_3 t n c i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => moved5 x i j k_1 k_2 k_3 t n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (moved5 x i j k_1 k_2 k_3 t n' c i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => moved5 x i j k_1 k_2 k_3 t n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (gamma j * (dout i j k_1 k_2 k_3 - ((x i j k_1 k_2 k_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2) + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3))))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n c i_p1 i_p2 i_p3 * (beta c + gamma c * (moved5 x i j k_1 k_2 k_3 t n c i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => moved5 x i j k_1 k_2 k_3 t n' c i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (moved5 x i j k_1 k_2 k_3 t n' c i_p1' i_p2' i_p3' - sumn N (fun n'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => moved5 x i j k_1 k_2 k_3 t n'' c i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))))))
    0
    (gamma j * (dout i j k_1 k_2 k_3 - ((x i j k_1 k_2 k_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2) + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3))))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))
  /\ gamma j * (dout i j k_1 k_2 k_3 - (x i j k_1 k_2 k_3 - sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n j i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) * sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n' j i_p1' i_p2' i_p3' - sumn N (fun n'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n j i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2) / INR N / INR p1 / INR p2 / INR p3 - sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n j i_p1 i_p2 i_p3 - sumn N (fun n' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2)
  = gamma j * (dout i j k_1 k_2 k_3 - ((x i j k_1 k_2 k_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => x n j i_p1 i_p2 i_p3)))) / INR N / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3 * (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => (x n' j i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn N (fun n'' => x n'' j i_p1'' i_p2'' i_p3'')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2) + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j i_p1 i_p2 i_p3))))) / INR N / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => (x n j i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn N (fun n' => x n' j i_p1' i_p2' i_p3')))) / INR N / INR p1 / INR p2 / INR p3) ^ 2)))) / INR N / INR p1 / INR p2 / INR p3) (1 / 2).
