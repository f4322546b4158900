(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** avg_pool.out: Output *)
Definition avg_pool_out : Prop := forall (C N P Q_ R_ S T : nat) (x : nat -> nat -> nat -> nat -> R) (n c p q : nat),
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
  sumn R_ (fun r_ => sumn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat)) / INR R_ / INR T
  = sumn R_ (fun r_ => sumn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat)) / INR R_ / INR T
  /\ sumn R_ (fun r_ => sumn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat)) / INR R_ / INR T
  = sumn R_ (fun r_ => sumn T (fun t' => x n c (S * p + r_)%nat (S * q + t')%nat)) / INR R_ / INR T.

(** avg_pool.dx: Gradient with respect to the input *)
Definition avg_pool_dx : Prop := forall (C N P Q_ R_ S T : nat) (dout x : nat -> nat -> nat -> nat -> R) (i j h v : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < C)%nat ->
  (h < S * (P - 1) + R_)%nat ->
  (v < S * (Q_ - 1) + T)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * sumn R_ (fun r_ => sumn T (fun t' => moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)) / INR R_ / INR T)))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat / INR R_ / INR T)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * sumn R_ (fun r_ => sumn T (fun t' => moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)) / INR R_ / INR T)))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat / INR R_ / INR T)))))
  /\ sumn P (fun p => sumn Q_ (fun q_ => sumn R_ (fun r_ => sumn T (fun t' => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat)))) / INR R_ / INR T
  = sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat / INR R_ / INR T)))).
