(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** conv2d.out: Output *)
Definition conv2d_out : Prop := forall (C F N P Q_ R_ S T : nat) (b : nat -> R) (w x : nat -> nat -> nat -> nat -> R) (n f p q : nat),
  (0 < C)%nat ->
  (0 < F)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (n < N)%nat ->
  (f < F)%nat ->
  (p < P)%nat ->
  (q < Q_)%nat ->
  b f + sumn C (fun c => sumn R_ (fun r_ => sumn T (fun t' => w f c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat)))
  = b f + sumn R_ (fun r_ => sumn T (fun t' => sumn C (fun c => w f c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat)))
  /\ b f + sumn C (fun c => sumn R_ (fun r_ => sumn T (fun t' => w f c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat)))
  = b f + sumn R_ (fun r_ => sumn T (fun t' => sumn C (fun c => w f c r_ t' * x n c (S * p + r_)%nat (S * q + t')%nat))).

(** conv2d.db: Gradient with respect to the biases *)
Definition conv2d_db : Prop := forall (C F N P Q_ R_ S T : nat) (b : nat -> R) (dout w x : nat -> nat -> nat -> nat -> R) (k : nat),
  (0 < C)%nat ->
  (0 < F)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (k < F)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (moved1 b k t f + sumn R_ (fun r_ => sumn T (fun t' => sumn C (fun c => w f c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (moved1 b k t f + sumn C (fun c => sumn R_ (fun r_ => sumn T (fun t' => w f c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_))))
  /\ sumn N (fun n => sumn P (fun p => sumn Q_ (fun q_ => dout n k p q_)))
  = sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_))).

(** conv2d.dw: Gradient with respect to the filters *)
Definition conv2d_dw : Prop := forall (C F N P Q_ R_ S T : nat) (b : nat -> R) (dout w x : nat -> nat -> nat -> nat -> R) (k j u s : nat),
  (0 < C)%nat ->
  (0 < F)%nat ->
  (0 < N)%nat ->
  (0 < P)%nat ->
  (0 < Q_)%nat ->
  (0 < R_)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (k < F)%nat ->
  (j < C)%nat ->
  (u < R_)%nat ->
  (s < T)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (b f + sumn R_ (fun r_ => sumn T (fun t' => sumn C (fun c => moved4 w k j u s t f c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (b f + sumn C (fun c => sumn R_ (fun r_ => sumn T (fun t' => moved4 w k j u s t f c r_ t' * x n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))))
  /\ sumn N (fun n => sumn P (fun p => sumn Q_ (fun q_ => dout n k p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat)))
  = sumn Q_ (fun q_ => sumn P (fun p => sumn N (fun n => dout n k p q_ * x n j (S * p + u)%nat (S * q_ + s)%nat))).

(** conv2d.dx: Gradient with respect to the input *)
Definition conv2d_dx : Prop := forall (C F N P Q_ R_ S T : nat) (b : nat -> R) (dout w x : nat -> nat -> nat -> nat -> R) (i j h v : nat),
  (0 < C)%nat ->
  (0 < F)%nat ->
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
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (b f + sumn R_ (fun r_ => sumn T (fun t' => sumn C (fun c => w f c r_ t' * moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * sumn F (fun f => dout i f p q_ * w f j r_ t'))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => dout n f p q_ * (b f + sumn C (fun c => sumn R_ (fun r_ => sumn T (fun t' => w f c r_ t' * moved4 x i j h v t n c (S * p + r_)%nat (S * q_ + t')%nat)))))))))
    0
    (sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * sumn F (fun f => dout i f p q_ * w f j r_ t'))))))
  /\ sumn F (fun f => sumn P (fun p => sumn Q_ (fun q_ => sumn R_ (fun r_ => sumn T (fun t' => dout i f p q_ * w f j r_ t' * delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat)))))
  = sumn R_ (fun r_ => sumn T (fun t' => sumn Q_ (fun q_ => sumn P (fun p => delta h (S * p + r_)%nat * delta v (S * q_ + t')%nat * sumn F (fun f => dout i f p q_ * w f j r_ t'))))).
