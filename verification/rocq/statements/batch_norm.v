(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** batch_norm.out: Output *)
Definition batch_norm_out : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  beta d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)
  = beta d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)
  /\ beta d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)
  = beta d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2).

(** batch_norm.running_mean: Running mean *)
Definition batch_norm_running_mean : Prop := forall (D N : nat) (momentum : R) (running_mean : nat -> R) (x : nat -> nat -> R) (d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (d < D)%nat ->
  running_mean d * momentum + (1 - momentum) * sumn N (fun n => x n d) / INR N
  = running_mean d * momentum + (1 - momentum) * sumn N (fun n => x n d) / INR N
  /\ running_mean d * momentum + (1 - momentum) * sumn N (fun n => x n d) / INR N
  = running_mean d * momentum + (1 - momentum) * sumn N (fun n => x n d) / INR N.

(** batch_norm.running_var: Running variance *)
Definition batch_norm_running_var : Prop := forall (D N : nat) (momentum : R) (running_var : nat -> R) (x : nat -> nat -> R) (d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (d < D)%nat ->
  running_var d * momentum + (1 - momentum) * sumn N (fun n => (x n d - sumn N (fun n' => x n' d) / INR N) ^ 2) / INR N
  = running_var d * momentum + (1 - momentum) * sumn N (fun n => (x n d - sumn N (fun n' => x n' d) / INR N) ^ 2) / INR N
  /\ running_var d * momentum + (1 - momentum) * sumn N (fun n => (x n d - sumn N (fun n' => x n' d) / INR N) ^ 2) / INR N
  = running_var d * momentum + (1 - momentum) * sumn N (fun n => (x n d - sumn N (fun n' => x n' d) / INR N) ^ 2) / INR N.

(** batch_norm.out_test: Output at test time *)
Definition batch_norm_out_test : Prop := forall (D N : nat) (epsilon : R) (beta gamma running_mean running_var : nat -> R) (x : nat -> nat -> R) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (n < N)%nat ->
  (d < D)%nat ->
  beta d + gamma d * (x n d - running_mean d) / Rpower (running_var d + epsilon) (1 / 2)
  = beta d + gamma d * (x n d - running_mean d) / Rpower (running_var d + epsilon) (1 / 2)
  /\ beta d + gamma d * (x n d - running_mean d) / Rpower (running_var d + epsilon) (1 / 2)
  = beta d + gamma d * (x n d - running_mean d) / Rpower (running_var d + epsilon) (1 / 2).

(** batch_norm.dbeta: Gradient with respect to the shift *)
Definition batch_norm_dbeta : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved1 beta j t d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (sumn N (fun n => dout n j))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (moved1 beta j t d + gamma d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (sumn N (fun n => dout n j))
  /\ sumn N (fun n => dout n j)
  = sumn N (fun n => dout n j).

(** batch_norm.dgamma: Gradient with respect to the scale *)
Definition batch_norm_dgamma : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + moved1 gamma j t d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + moved1 gamma j t d * (x n d - sumn N (fun n' => x n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' d - sumn N (fun n'' => x n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)))
  /\ sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2))
  = sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)).

(** batch_norm.dvar: Gradient with respect to the variance *)
Definition batch_norm_dvar : Prop := forall (D N : nat) (epsilon : R) (beta gamma mu var : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (x n d - mu d) / Rpower (moved1 var j t d + epsilon) (1 / 2)))))
    0
    (- (1 / 2 * sumn N (fun n => dout n j * gamma j * (x n j - mu j)) / Rpower (var j + epsilon) (3 / 2))).

(** batch_norm.dvar: Gradient with respect to the variance *)
Definition batch_norm_dvar_code : Prop := forall (D N : nat) (epsilon : R) (gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  - (1 / 2 * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (3 / 2))
  = sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / (- (2 * epsilon) - 2 * sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2).

(** batch_norm.dmu: Gradient with respect to the mean *)
Definition batch_norm_dmu : Prop := forall (D N : nat) (epsilon : R) (beta gamma mu : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (x n d - moved1 mu j t d) / Rpower (epsilon + sumn N (fun n' => (x n' d - moved1 mu j t d) ^ 2) / INR N) (1 / 2)))))
    0
    (sumn N (fun n => x n j - mu j) * sumn N (fun n => dout n j * gamma j * (x n j - mu j)) / Rpower (epsilon + sumn N (fun n => (x n j - mu j) ^ 2) / INR N) (3 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - mu j) ^ 2) / INR N) (1 / 2)).

(** batch_norm.dmu: Gradient with respect to the mean *)
Definition batch_norm_dmu_code : Prop := forall (D N : nat) (epsilon : R) (gamma : nat -> R) (dout x : nat -> nat -> R) (j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (j < D)%nat ->
  sumn N (fun n => x n j - sumn N (fun n' => x n' j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (3 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2)
  = - (sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2)).

(** batch_norm.dx_graph: Gradient with respect to the input, along the graph *)
Definition batch_norm_dx_graph : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn N (fun n' => moved2 x i j t n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (moved2 x i j t n' d - sumn N (fun n'' => moved2 x i j t n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (dout i j * gamma j / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + 2 * (x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / (- (2 * epsilon) - 2 * sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn N (fun n' => moved2 x i j t n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (moved2 x i j t n' d - sumn N (fun n'' => moved2 x i j t n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (dout i j * gamma j / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + 2 * (x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / (- (2 * epsilon) - 2 * sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N)
  /\ (sumn N (fun n => x n j - sumn N (fun n' => x n' j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (3 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2)) / INR N + dout i j * gamma j / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) - (x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (3 / 2) / INR N
  = dout i j * gamma j / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + 2 * (x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * gamma j * (x n j - sumn N (fun n' => x n' j) / INR N)) / (- (2 * epsilon) - 2 * sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N - sumn N (fun n => dout n j * gamma j) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N.

(** batch_norm.dx: Gradient with respect to the input *)
Definition batch_norm_dx : Prop := forall (D N : nat) (epsilon : R) (beta gamma : nat -> R) (dout x : nat -> nat -> R) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (i < N)%nat ->
  (j < D)%nat ->
  0 < epsilon ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn N (fun n' => moved2 x i j t n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (moved2 x i j t n' d - sumn N (fun n'' => moved2 x i j t n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (gamma j * (dout i j - ((x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + sumn N (fun n => dout n j)) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => dout n d * (beta d + gamma d * (moved2 x i j t n d - sumn N (fun n' => moved2 x i j t n' d) / INR N) / Rpower (epsilon + sumn N (fun n' => (moved2 x i j t n' d - sumn N (fun n'' => moved2 x i j t n'' d) / INR N) ^ 2) / INR N) (1 / 2)))))
    0
    (gamma j * (dout i j - ((x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + sumn N (fun n => dout n j)) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2))
  /\ gamma j * (dout i j - (x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) / INR N - sumn N (fun n => dout n j) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2)
  = gamma j * (dout i j - ((x i j - sumn N (fun n => x n j) / INR N) * sumn N (fun n => dout n j * (x n j - sumn N (fun n' => x n' j) / INR N) / Rpower (epsilon + sumn N (fun n' => (x n' j - sumn N (fun n'' => x n'' j) / INR N) ^ 2) / INR N) (1 / 2)) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2) + sumn N (fun n => dout n j)) / INR N) / Rpower (epsilon + sumn N (fun n => (x n j - sumn N (fun n' => x n' j) / INR N) ^ 2) / INR N) (1 / 2).
