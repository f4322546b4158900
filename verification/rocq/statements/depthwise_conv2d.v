(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** depthwise_conv2d.out: Output *)
Definition depthwise_conv2d_out : Prop := forall (C N P Q_ R_ S T : nat) (b : nat -> R) (w : nat -> nat -> nat -> R) (x : nat -> nat -> nat -> nat -> R) (n c p q : nat),
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
  b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat))
  = b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat))
  /\ b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat))
  = b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat)).

(** depthwise_conv2d.db: Gradient with respect to the biases *)
Definition depthwise_conv2d_db : Prop := forall (C N P Q_ R_ S T : nat) (b : nat -> R) (w : nat -> nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (j < C)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (moved1 b j t c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (moved1 b j t c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_))))
  /\ sumn N (fun n => sumn P (fun p => sumn Q_ (fun q_ => dout n j p q_)))
  = sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_))).

(** depthwise_conv2d.dw: Gradient with respect to the filters *)
Definition depthwise_conv2d_dw : Prop := forall (C N P Q_ R_ S T : nat) (b : nat -> R) (w : nat -> nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (j u s : nat),
  (0 < C)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (j < C)%nat ->
  (u < R_)%nat ->
  (s < T)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (b c + sumn R_ (fun r_ => sumn T (fun t' => moved3 w j u s t c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (b c + sumn R_ (fun r_ => sumn T (fun t' => moved3 w j u s t c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))))
  /\ sumn N (fun n => sumn P (fun p => sumn Q_ (fun q_ => dout n j p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat)))
  = sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n j p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))).

(** depthwise_conv2d.dx: Gradient with respect to the input *)
Definition depthwise_conv2d_dx : Prop := forall (C N P Q_ R_ S T : nat) (b : nat -> R) (w : nat -> nat -> nat -> R) (dout x : nat -> nat -> nat -> nat -> R) (i j h v : nat),
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
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * w j r_ t' * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat)))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn C (fun c => sumn P (fun p => sumn Q_ (fun q_ => dout n c p q_ * (b c + sumn R_ (fun r_ => sumn T (fun t' => w c r_ t' * moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat))))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * w j r_ t' * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat)))))
  /\ sumn P (fun p => sumn Q_ (fun q_ => sumn R_ (fun r_ => sumn T (fun t' => dout i j p q_ * w j r_ t' * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat))))
  = sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => dout i j p q_ * w j r_ t' * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat)))).
