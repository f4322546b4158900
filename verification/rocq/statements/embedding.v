(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** embedding.out: Output *)
Definition embedding_out : Prop := forall (D N V : nat) (W : nat -> nat -> R) (x : nat -> nat) (n d : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (0 < V)%nat ->
  (forall k, (k < N)%nat -> (x k < V)%nat) ->
  (n < N)%nat ->
  (d < D)%nat ->
  W (x n) d
  = W (x n) d
  /\ W (x n) d
  = W (x n) d.

(** embedding.out: Output *)
Definition embedding_out_rank3 : Prop := forall (D n1 n2 V : nat) (W : nat -> nat -> R) (x : nat -> nat -> nat) (n_1 n_2 d : nat),
  (0 < D)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < V)%nat ->
  (forall k, (k < n1)%nat -> forall k', (k' < n2)%nat -> (x k k' < V)%nat) ->
  (n_1 < n1)%nat ->
  (n_2 < n2)%nat ->
  (d < D)%nat ->
  W (x n_1 n_2) d
  = W (x n_1 n_2) d
  /\ W (x n_1 n_2) d
  = W (x n_1 n_2) d.

(** embedding.out: Output *)
Definition embedding_out_rank4 : Prop := forall (D n1 n2 n3 V : nat) (W : nat -> nat -> R) (x : nat -> nat -> nat -> nat) (n_1 n_2 n_3 d : nat),
  (0 < D)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (0 < V)%nat ->
  (forall k, (k < n1)%nat -> forall k', (k' < n2)%nat -> forall k'', (k'' < n3)%nat -> (x k k' k'' < V)%nat) ->
  (n_1 < n1)%nat ->
  (n_2 < n2)%nat ->
  (n_3 < n3)%nat ->
  (d < D)%nat ->
  W (x n_1 n_2 n_3) d
  = W (x n_1 n_2 n_3) d
  /\ W (x n_1 n_2 n_3) d
  = W (x n_1 n_2 n_3) d.

(** embedding.dW: Gradient with respect to the table *)
Definition embedding_dW : Prop := forall (D N V : nat) (W dout : nat -> nat -> R) (x : nat -> nat) (i j : nat),
  (0 < D)%nat ->
  (0 < N)%nat ->
  (0 < V)%nat ->
  (forall k, (k < N)%nat -> (x k < V)%nat) ->
  (i < V)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => moved2 W i j t (x n) d * dout n d)))
    0
    (sumn N (fun n => dout n j * delta i (x n)))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn D (fun d => moved2 W i j t (x n) d * dout n d)))
    0
    (sumn N (fun n => dout n j * delta i (x n)))
  /\ sumn N (fun n => dout n j * delta i (x n))
  = sumn N (fun n => dout n j * delta i (x n)).

(** embedding.dW: Gradient with respect to the table *)
Definition embedding_dW_rank3 : Prop := forall (D V n1 n2 : nat) (W : nat -> nat -> R) (dout : nat -> nat -> nat -> R) (x : nat -> nat -> nat) (i j : nat),
  (0 < D)%nat ->
  (0 < V)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (forall k, (k < n1)%nat -> forall k', (k' < n2)%nat -> (x k k' < V)%nat) ->
  (i < V)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn D (fun d => moved2 W i j t (x i_n1 i_n2) d * dout i_n1 i_n2 d))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * delta i (x i_n1 i_n2))))
  /\ derivable_pt_lim (fun t =>
      sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn D (fun d => moved2 W i j t (x i_n1 i_n2) d * dout i_n1 i_n2 d))))
    0
    (sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * delta i (x i_n1 i_n2))))
  /\ sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * delta i (x i_n1 i_n2)))
  = sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 j * delta i (x i_n1 i_n2))).

(** embedding.dW: Gradient with respect to the table *)
Definition embedding_dW_rank4 : Prop := forall (D V n1 n2 n3 : nat) (W : nat -> nat -> R) (dout : nat -> nat -> nat -> nat -> R) (x : nat -> nat -> nat -> nat) (i j : nat),
  (0 < D)%nat ->
  (0 < V)%nat ->
  (0 < n1)%nat ->
  (0 < n2)%nat ->
  (0 < n3)%nat ->
  (forall k, (k < n1)%nat -> forall k', (k' < n2)%nat -> forall k'', (k'' < n3)%nat -> (x k k' k'' < V)%nat) ->
  (i < V)%nat ->
  (j < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn n1 (fun i_n1 => sumn n2 (fun i_n2 => sumn n3 (fun i_n3 => sumn D (fun d => moved2 W i j t (x i_n1 i_n2 i_n3) d * dout i_n1 i_n2 i_n3 d)))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * delta i (x i_n1 i_n2 i_n3)))))
  /\ derivable_pt_lim (fun t =>
      sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => sumn D (fun d => moved2 W i j t (x i_n1 i_n2 i_n3) d * dout i_n1 i_n2 i_n3 d)))))
    0
    (sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * delta i (x i_n1 i_n2 i_n3)))))
  /\ sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * delta i (x i_n1 i_n2 i_n3))))
  = sumn n3 (fun i_n3 => sumn n2 (fun i_n2 => sumn n1 (fun i_n1 => dout i_n1 i_n2 i_n3 j * delta i (x i_n1 i_n2 i_n3)))).
