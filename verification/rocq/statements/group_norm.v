(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** group_norm.out: Output *)
Definition group_norm_out : Prop := forall (G K N P : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> R) (n g c p : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (n < N)%nat ->
  (g < G)%nat ->
  (c < K)%nat ->
  (p < P)%nat ->
  beta g c + gamma g c * (x n g c p - sumn K (fun k => sumn P (fun p' => x n g k p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k => sumn P (fun p' => (x n g k p' - sumn K (fun k' => sumn P (fun p'' => x n g k' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)
  = beta g c + gamma g c * (x n g c p - sumn P (fun p' => sumn K (fun k => x n g k p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k => (x n g k p' - sumn P (fun p'' => sumn K (fun k' => x n g k' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)
  /\ beta g c + gamma g c * (x n g c p - sumn K (fun k => sumn P (fun p' => x n g k p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k => sumn P (fun p' => (x n g k p' - sumn K (fun k' => sumn P (fun p'' => x n g k' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)
  = beta g c + gamma g c * (x n g c p - sumn P (fun p' => sumn K (fun k => x n g k p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k => (x n g k p' - sumn P (fun p'' => sumn K (fun k' => x n g k' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2).

(** group_norm.out: Output *)
Definition group_norm_out_rank3 : Prop := forall (G K N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (n g c p_1 p_2 : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (n < N)%nat ->
  (g < G)%nat ->
  (c < K)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  beta g c + gamma g c * (x n g c p_1 p_2 - sumn K (fun k => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n g k i_p1 i_p2))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n g k i_p1 i_p2 - sumn K (fun k' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)
  = beta g c + gamma g c * (x n g c p_1 p_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => x n g k i_p1 i_p2))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => (x n g k i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n g k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)
  /\ beta g c + gamma g c * (x n g c p_1 p_2 - sumn K (fun k => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n g k i_p1 i_p2))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n g k i_p1 i_p2 - sumn K (fun k' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)
  = beta g c + gamma g c * (x n g c p_1 p_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => x n g k i_p1 i_p2))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => (x n g k i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n g k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2).

(** group_norm.out: Output *)
Definition group_norm_out_rank4 : Prop := forall (G K N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> nat -> nat -> R) (n g c p_1 p_2 p_3 : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (n < N)%nat ->
  (g < G)%nat ->
  (c < K)%nat ->
  (p_1 < p1)%nat ->
  (p_2 < p2)%nat ->
  (p_3 < p3)%nat ->
  beta g c + gamma g c * (x n g c p_1 p_2 p_3 - sumn K (fun k => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n g k i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n g k i_p1 i_p2 i_p3 - sumn K (fun k' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)
  = beta g c + gamma g c * (x n g c p_1 p_2 p_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => x n g k i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => (x n g k i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n g k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)
  /\ beta g c + gamma g c * (x n g c p_1 p_2 p_3 - sumn K (fun k => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n g k i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x n g k i_p1 i_p2 i_p3 - sumn K (fun k' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)
  = beta g c + gamma g c * (x n g c p_1 p_2 p_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => x n g k i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k => (x n g k i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n g k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2).

(** group_norm.dbeta: Gradient with respect to the shift *)
Definition group_norm_dbeta : Prop := forall (G K N P : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (moved2 beta j k t g k' + gamma g k' * (x n g k' p - sumn P (fun p' => sumn K (fun k'' => x n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (x n g k'' p' - sumn P (fun p'' => sumn K (fun k''' => x n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j k p)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (moved2 beta j k t g k' + gamma g k' * (x n g k' p - sumn K (fun k'' => sumn P (fun p' => x n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k'' => sumn P (fun p' => (x n g k'' p' - sumn K (fun k''' => sumn P (fun p'' => x n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j k p)))
  /\ sumn N (fun n => sumn P (fun p => dout n j k p))
  = sumn P (fun p => sumn N (fun n => dout n j k p)).

(** group_norm.dbeta: Gradient with respect to the shift *)
Definition group_norm_dbeta_rank3 : Prop := forall (G K N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n g k' i_p1 i_p2 * (moved2 beta j k t g k' + gamma g k' * (x n g k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x n g k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 * (moved2 beta j k t g k' + gamma g k' * (x n g k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n g k'' i_p1' i_p2' - sumn K (fun k''' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2))))
  /\ sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j k i_p1 i_p2)))
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2))).

(** group_norm.dbeta: Gradient with respect to the shift *)
Definition group_norm_dbeta_rank4 : Prop := forall (G K N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n g k' i_p1 i_p2 i_p3 * (moved2 beta j k t g k' + gamma g k' * (x n g k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x n g k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 i_p3 * (moved2 beta j k t g k' + gamma g k' * (x n g k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n g k'' i_p1' i_p2' i_p3' - sumn K (fun k''' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3)))))
  /\ sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j k i_p1 i_p2 i_p3))))
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3)))).

(** group_norm.dgamma: Gradient with respect to the scale *)
Definition group_norm_dgamma : Prop := forall (G K N P : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (beta g k' + moved2 gamma j k t g k' * (x n g k' p - sumn P (fun p' => sumn K (fun k'' => x n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (x n g k'' p' - sumn P (fun p'' => sumn K (fun k''' => x n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j k p * (x n j k p - sumn P (fun p' => sumn K (fun k' => x n j k' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k' => (x n j k' p' - sumn P (fun p'' => sumn K (fun k'' => x n j k'' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (beta g k' + moved2 gamma j k t g k' * (x n g k' p - sumn K (fun k'' => sumn P (fun p' => x n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k'' => sumn P (fun p' => (x n g k'' p' - sumn K (fun k''' => sumn P (fun p'' => x n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    (sumn P (fun p => sumn N (fun n => dout n j k p * (x n j k p - sumn P (fun p' => sumn K (fun k' => x n j k' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k' => (x n j k' p' - sumn P (fun p'' => sumn K (fun k'' => x n j k'' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))))
  /\ sumn N (fun n => sumn P (fun p => dout n j k p * (x n j k p - sumn K (fun k' => sumn P (fun p' => x n j k' p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k' => sumn P (fun p' => (x n j k' p' - sumn K (fun k'' => sumn P (fun p'' => x n j k'' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))
  = sumn P (fun p => sumn N (fun n => dout n j k p * (x n j k p - sumn P (fun p' => sumn K (fun k' => x n j k' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k' => (x n j k' p' - sumn P (fun p'' => sumn K (fun k'' => x n j k'' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))).

(** group_norm.dgamma: Gradient with respect to the scale *)
Definition group_norm_dgamma_rank3 : Prop := forall (G K N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n g k' i_p1 i_p2 * (beta g k' + moved2 gamma j k t g k' * (x n g k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x n g k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 * (x n j k i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 * (beta g k' + moved2 gamma j k t g k' * (x n g k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n g k'' i_p1' i_p2' - sumn K (fun k''' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    (sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 * (x n j k i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))))
  /\ sumn N (fun n => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j k i_p1 i_p2 * (x n j k i_p1 i_p2 - sumn K (fun k' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n j k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n j k' i_p1' i_p2' - sumn K (fun k'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n j k'' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 * (x n j k i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))).

(** group_norm.dgamma: Gradient with respect to the scale *)
Definition group_norm_dgamma_rank4 : Prop := forall (G K N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> nat -> R) (j k : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n g k' i_p1 i_p2 i_p3 * (beta g k' + moved2 gamma j k t g k' * (x n g k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x n g k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3 * (x n j k i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 i_p3 * (beta g k' + moved2 gamma j k t g k' * (x n g k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n g k'' i_p1' i_p2' i_p3' - sumn K (fun k''' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    (sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3 * (x n j k i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))))
  /\ sumn N (fun n => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n j k i_p1 i_p2 i_p3 * (x n j k i_p1 i_p2 i_p3 - sumn K (fun k' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x n j k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x n j k' i_p1' i_p2' i_p3' - sumn K (fun k'' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x n j k'' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn N (fun n => dout n j k i_p1 i_p2 i_p3 * (x n j k i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => x n j k' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k' => (x n j k' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k'' => x n j k'' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))).

(** group_norm.dx: Gradient with respect to the input *)
Definition group_norm_dx : Prop := forall (G K N P : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (i j k q : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (i < N)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  (q < P)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (beta g k' + gamma g k' * (moved4 x i j k q t n g k' p - sumn P (fun p' => sumn K (fun k'' => moved4 x i j k q t n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (moved4 x i j k q t n g k'' p' - sumn P (fun p'' => sumn K (fun k''' => moved4 x i j k q t n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    ((dout i j k q * gamma j k - (x i j k q - sumn P (fun p => sumn K (fun k' => x i j k' p)) / INR K / INR P) * sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k' * (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (x i j k'' p' - sumn P (fun p'' => sumn K (fun k''' => x i j k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2) / INR K / INR P - sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn P (fun p => dout n g k' p * (beta g k' + gamma g k' * (moved4 x i j k q t n g k' p - sumn K (fun k'' => sumn P (fun p' => moved4 x i j k q t n g k'' p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k'' => sumn P (fun p' => (moved4 x i j k q t n g k'' p' - sumn K (fun k''' => sumn P (fun p'' => moved4 x i j k q t n g k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)))))))
    0
    ((dout i j k q * gamma j k - (x i j k q - sumn P (fun p => sumn K (fun k' => x i j k' p)) / INR K / INR P) * sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k' * (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (x i j k'' p' - sumn P (fun p'' => sumn K (fun k''' => x i j k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2) / INR K / INR P - sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))
  /\ (dout i j k q * gamma j k - (x i j k q - sumn K (fun k' => sumn P (fun p => x i j k' p)) / INR K / INR P) * sumn K (fun k' => sumn P (fun p => dout i j k' p * gamma j k' * (x i j k' p - sumn K (fun k'' => sumn P (fun p' => x i j k'' p')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k'' => sumn P (fun p' => (x i j k'' p' - sumn K (fun k''' => sumn P (fun p'' => x i j k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))) / Rpower (epsilon + sumn K (fun k' => sumn P (fun p => (x i j k' p - sumn K (fun k'' => sumn P (fun p' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2) / INR K / INR P - sumn K (fun k' => sumn P (fun p => dout i j k' p * gamma j k')) / INR K / INR P) / Rpower (epsilon + sumn K (fun k' => sumn P (fun p => (x i j k' p - sumn K (fun k'' => sumn P (fun p' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2)
  = (dout i j k q * gamma j k - (x i j k q - sumn P (fun p => sumn K (fun k' => x i j k' p)) / INR K / INR P) * sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k' * (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p' => sumn K (fun k'' => (x i j k'' p' - sumn P (fun p'' => sumn K (fun k''' => x i j k''' p'')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2))) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2) / INR K / INR P - sumn P (fun p => sumn K (fun k' => dout i j k' p * gamma j k')) / INR K / INR P) / Rpower (epsilon + sumn P (fun p => sumn K (fun k' => (x i j k' p - sumn P (fun p' => sumn K (fun k'' => x i j k'' p')) / INR K / INR P) ^ 2)) / INR K / INR P) (1 / 2).

(** group_norm.dx: Gradient with respect to the input *)
Definition group_norm_dx_rank3 : Prop := forall (G K N p1 p2 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> R) (i j k q_1 q_2 : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (i < N)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  (q_1 < p1)%nat ->
  (q_2 < p2)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => dout n g k' i_p1 i_p2 * (beta g k' + gamma g k' * (moved5 x i j k q_1 q_2 t n g k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => moved5 x i j k q_1 q_2 t n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (moved5 x i j k q_1 q_2 t n g k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => moved5 x i j k q_1 q_2 t n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    ((dout i j k q_1 q_2 * gamma j k - (x i j k q_1 q_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2))) / INR K / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k' * (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2) / INR K / INR p1 / INR p2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 * (beta g k' + gamma g k' * (moved5 x i j k q_1 q_2 t n g k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => moved5 x i j k q_1 q_2 t n g k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (moved5 x i j k q_1 q_2 t n g k'' i_p1' i_p2' - sumn K (fun k''' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => moved5 x i j k q_1 q_2 t n g k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))))))))
    0
    ((dout i j k q_1 q_2 * gamma j k - (x i j k q_1 q_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2))) / INR K / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k' * (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2) / INR K / INR p1 / INR p2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2))
  /\ (dout i j k q_1 q_2 * gamma j k - (x i j k q_1 q_2 - sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x i j k' i_p1 i_p2))) / INR K / INR p1 / INR p2) * sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout i j k' i_p1 i_p2 * gamma j k' * (x i j k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x i j k'' i_p1' i_p2' - sumn K (fun k''' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x i j k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x i j k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2) / INR K / INR p1 / INR p2 - sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout i j k' i_p1 i_p2 * gamma j k'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn K (fun k' => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x i j k' i_p1 i_p2 - sumn K (fun k'' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)
  = (dout i j k q_1 q_2 * gamma j k - (x i j k q_1 q_2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2))) / INR K / INR p1 / INR p2) * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k' * (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' - sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2''))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2)))) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2) / INR K / INR p1 / INR p2 - sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 * gamma j k'))) / INR K / INR p1 / INR p2) / Rpower (epsilon + sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 - sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2'))) / INR K / INR p1 / INR p2) ^ 2))) / INR K / INR p1 / INR p2) (1 / 2).

(** group_norm.dx: Gradient with respect to the input *)
Definition group_norm_dx_rank4 : Prop := forall (G K N p1 p2 p3 : nat) (epsilon : R) (beta gamma : nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> nat -> nat -> R) (i j k q_1 q_2 q_3 : nat),
  (0 < G)%nat ->
  (0 < K)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (i < N)%nat ->
  (j < G)%nat ->
  (k < K)%nat ->
  (q_1 < p1)%nat ->
  (q_2 < p2)%nat ->
  (q_3 < p3)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p1 (fun i_p1 => sumn p2 (fun i_p2 => sumn p3 (fun i_p3 => dout n g k' i_p1 i_p2 i_p3 * (beta g k' + gamma g k' * (moved6 x i j k q_1 q_2 q_3 t n g k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => moved6 x i j k q_1 q_2 q_3 t n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (moved6 x i j k q_1 q_2 q_3 t n g k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => moved6 x i j k q_1 q_2 q_3 t n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    ((dout i j k q_1 q_2 q_3 * gamma j k - (x i j k q_1 q_2 q_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k' * (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2) / INR K / INR p1 / INR p2 / INR p3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn G (fun g => sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout n g k' i_p1 i_p2 i_p3 * (beta g k' + gamma g k' * (moved6 x i j k q_1 q_2 q_3 t n g k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => moved6 x i j k q_1 q_2 q_3 t n g k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (moved6 x i j k q_1 q_2 q_3 t n g k'' i_p1' i_p2' i_p3' - sumn K (fun k''' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => moved6 x i j k q_1 q_2 q_3 t n g k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)))))))))
    0
    ((dout i j k q_1 q_2 q_3 * gamma j k - (x i j k q_1 q_2 q_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k' * (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2) / INR K / INR p1 / INR p2 / INR p3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))
  /\ (dout i j k q_1 q_2 q_3 * gamma j k - (x i j k q_1 q_2 q_3 - sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x i j k' i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) * sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout i j k' i_p1 i_p2 i_p3 * gamma j k' * (x i j k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => (x i j k'' i_p1' i_p2' i_p3' - sumn K (fun k''' => sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => x i j k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x i j k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2) / INR K / INR p1 / INR p2 / INR p3 - sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => dout i j k' i_p1 i_p2 i_p3 * gamma j k')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn K (fun k' => sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => (x i j k' i_p1 i_p2 i_p3 - sumn K (fun k'' => sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2)
  = (dout i j k q_1 q_2 q_3 * gamma j k - (x i j k q_1 q_2 q_3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => x i j k' i_p1 i_p2 i_p3)))) / INR K / INR p1 / INR p2 / INR p3) * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k' * (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => (x i j k'' i_p1' i_p2' i_p3' - sumn p3 (fun i_p3'' => sumn p2 (fun i_p2'' => sumn p1 (fun i_p1'' => sumn K (fun k''' => x i j k''' i_p1'' i_p2'' i_p3'')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2))))) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2) / INR K / INR p1 / INR p2 / INR p3 - sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => dout i j k' i_p1 i_p2 i_p3 * gamma j k')))) / INR K / INR p1 / INR p2 / INR p3) / Rpower (epsilon + sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => sumn K (fun k' => (x i j k' i_p1 i_p2 i_p3 - sumn p3 (fun i_p3' => sumn p2 (fun i_p2' => sumn p1 (fun i_p1' => sumn K (fun k'' => x i j k'' i_p1' i_p2' i_p3')))) / INR K / INR p1 / INR p2 / INR p3) ^ 2)))) / INR K / INR p1 / INR p2 / INR p3) (1 / 2).
