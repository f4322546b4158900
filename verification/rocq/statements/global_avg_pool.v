(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** global_avg_pool.out: Output *)
Definition global_avg_pool_out : Prop := forall (C N P : nat) (x : nat -> nat -> nat -> R) (n c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  sumn P (fun p => x n c p) / INR P
  = sumn P (fun p => x n c p) / INR P
  /\ sumn P (fun p => x n c p) / INR P
  = sumn P (fun p => x n c p) / INR P.

(** global_avg_pool.out: Output *)
Definition global_avg_pool_out_rank3 : Prop := forall (C N p1 p2 : nat) (x : nat -> nat -> nat -> nat -> R) (n c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2)) / INR p1 / INR p2
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2)) / INR p1 / INR p2
  /\ sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2)) / INR p1 / INR p2
  = sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2)) / INR p1 / INR p2.

(** global_avg_pool.out: Output *)
Definition global_avg_pool_out_rank4 : Prop := forall (C N p1 p2 p3 : nat) (x : nat -> nat -> nat -> nat -> nat -> R) (n c : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3
  /\ sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3
  = sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => x n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3.

(** global_avg_pool.dx: Gradient with respect to the input *)
Definition global_avg_pool_dx : Prop := forall (C N P : nat) (dout : nat -> nat -> R) (x : nat -> nat -> nat -> R) (i j q : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (q < P)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn P (fun p => moved3 x i j q t n c p) / INR P)))
    0
    (dout i j / INR P)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn P (fun p => moved3 x i j q t n c p) / INR P)))
    0
    (dout i j / INR P)
  /\ dout i j / INR P
  = dout i j / INR P.

(** global_avg_pool.dx: Gradient with respect to the input *)
Definition global_avg_pool_dx_rank3 : Prop := forall (C N p1 p2 : nat) (dout : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> R) (i j q_1 q_2 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (q_1 < p1)%nat ->
  (q_2 < p2)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => moved4 x i j q_1 q_2 t n c i_p1 i_p2)) / INR p1 / INR p2)))
    0
    (dout i j / INR p1 / INR p2)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => moved4 x i j q_1 q_2 t n c i_p1 i_p2)) / INR p1 / INR p2)))
    0
    (dout i j / INR p1 / INR p2)
  /\ dout i j / INR p1 / INR p2
  = dout i j / INR p1 / INR p2.

(** global_avg_pool.dx: Gradient with respect to the input *)
Definition global_avg_pool_dx_rank4 : Prop := forall (C N p1 p2 p3 : nat) (dout : nat -> nat -> R) (x : nat -> nat -> nat -> nat -> nat -> R) (i j q_1 q_2 q_3 : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < p1)%nat ->
  (0 < p2)%nat ->
  (0 < p3)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (q_1 < p1)%nat ->
  (q_2 < p2)%nat ->
  (q_3 < p3)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => moved5 x i j q_1 q_2 q_3 t n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3)))
    0
    (dout i j / INR p1 / INR p2 / INR p3)
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => dout n c * sumn p3 (fun i_p3 => sumn p2 (fun i_p2 => sumn p1 (fun i_p1 => moved5 x i j q_1 q_2 q_3 t n c i_p1 i_p2 i_p3))) / INR p1 / INR p2 / INR p3)))
    0
    (dout i j / INR p1 / INR p2 / INR p3)
  /\ dout i j / INR p1 / INR p2 / INR p3
  = dout i j / INR p1 / INR p2 / INR p3.
