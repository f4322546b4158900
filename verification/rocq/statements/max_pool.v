(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** max_pool.out: Output *)
Definition max_pool_out : Prop := forall (C N P Q_ R_ S T : nat) (x : nat -> nat -> nat -> nat -> R) (n c p q : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (n < N)%nat ->
  (c < C)%nat ->
  (p < P)%nat ->
  (q < Q_)%nat ->
  maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat))
  = maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat))
  /\ maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat))
  = maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat)).

(* max_pool.dx is not stated: the derivative of a maximum *)
