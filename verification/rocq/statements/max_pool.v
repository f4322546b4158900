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

(** max_pool.dx: Gradient with respect to the input *)
Definition max_pool_dx : Prop := forall (C N P Q_ R_ S T : nat) (dout x : nat -> nat -> nat -> nat -> R) (i j h v : nat),
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
  (forall n, (n < N)%nat -> forall c, (c < C)%nat -> forall p, (p < P)%nat -> forall q_, (q_ < Q_)%nat -> forall r_ r_', (r_ < R_)%nat -> (r_' < R_)%nat -> forall t' t'', (t' < T)%nat -> (t'' < T)%nat -> n = i -> c = j -> (S * p + r_)%nat = h -> (S * q_ + t')%nat = v -> x n c (S * p + r_)%nat (S * q_ + t')%nat = maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q_ + t')%nat)) -> x n c (S * p + r_')%nat (S * q_ + t'')%nat = maxn R_ (fun r_ => maxn T (fun t' => x n c (S * p + r_)%nat (S * q_ + t')%nat)) -> r_ = r_' /\ t' = t'') ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * maxn R_ (fun r_ => maxn T (fun t' => moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * (1 - step (maxn R_ (fun r_' => maxn T (fun t'' => x i j (S * p + r_')%nat (S * q_ + t'')%nat)) - x i j (S * p + r_)%nat (S * q_ + t')%nat)))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * maxn R_ (fun r_ => maxn T (fun t' => moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * (1 - step (maxn R_ (fun r_' => maxn T (fun t'' => x i j (S * p + r_')%nat (S * q_ + t'')%nat)) - x i j (S * p + r_)%nat (S * q_ + t')%nat)))))))
  /\ sumn P (fun p => sumn Q_ (fun q_ => sumn R_ (fun r_ => sumn T (fun t' => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * (1 - step (maxn R_ (fun r_' => maxn T (fun t'' => x i j (S * p + r_')%nat (S * q_ + t'')%nat)) - x i j (S * p + r_)%nat (S * q_ + t')%nat))))))
  = sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * (1 - step (maxn R_ (fun r_' => maxn T (fun t'' => x i j (S * p + r_')%nat (S * q_ + t'')%nat)) - x i j (S * p + r_)%nat (S * q_ + t')%nat)))))).
