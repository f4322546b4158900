(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** attention.out: Output *)
Definition attention_out : Prop := forall (D M N S T : nat) (k mask q v : nat -> nat -> nat -> R) (n t m : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (n < N)%nat ->
  (t < T)%nat ->
  (m < M)%nat ->
  sumn S (fun s => v n s m * exp (mask n t s + sumn D (fun d => k n s d * q n t d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2))))
  = sumn S (fun s => v n s m * exp (mask n t s + sumn D (fun d => k n s d * q n t d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t s'' + sumn D (fun d => k n s'' d * q n t d) / Rpower (INR D) (1 / 2)))))
  /\ sumn S (fun s => v n s m * exp (mask n t s + sumn D (fun d => k n s d * q n t d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2))))
  = sumn S (fun s => v n s m * exp (mask n t s + sumn D (fun d => k n s d * q n t d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' d * q n t d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t s'' + sumn D (fun d => k n s'' d * q n t d) / Rpower (INR D) (1 / 2))))).

(** attention.dv: Gradient with respect to the values *)
Definition attention_dv : Prop := forall (D M N S T : nat) (dout k mask q v : nat -> nat -> nat -> R) (i j r : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < S)%nat ->
  (r < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => dout n t' m * sumn S (fun s => moved3 v i j r t n s m * exp (mask n t' s + sumn D (fun d => k n s d * q n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => k n s' d * q n t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' d * q n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => k n s'' d * q n t' d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn T (fun t' => dout i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => sumn S (fun s => dout n t' m * moved3 v i j r t n s m * exp (mask n t' s + sumn D (fun d => k n s d * q n t' d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' d * q n t' d) / Rpower (INR D) (1 / 2))))))))
    0
    (sumn T (fun t' => dout i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))))
  /\ sumn T (fun t' => dout i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2)) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))))
  = sumn T (fun t' => dout i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))).

(** attention.dscores: Gradient with respect to the scores *)
Definition attention_dscores : Prop := forall (M N S T : nat) (dout scores v : nat -> nat -> nat -> R) (i j r : nat),
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < T)%nat ->
  (r < S)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => sumn S (fun s => dout n t' m * v n s m * exp (moved3 scores i j r t n t' s) / sumn S (fun s' => exp (moved3 scores i j r t n t' s')))))))
    0
    (exp (scores i j r) * (sumn M (fun m => dout i j m * v i r m) - sumn S (fun s => exp (scores i j s) * sumn M (fun m => dout i j m * v i s m) / sumn S (fun s' => exp (scores i j s')))) / sumn S (fun s => exp (scores i j s))).

(** attention.dscores: Gradient with respect to the scores *)
Definition attention_dscores_code : Prop := forall (D M N S T : nat) (dout k mask q v : nat -> nat -> nat -> R) (i j r : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < T)%nat ->
  (r < S)%nat ->
  exp (mask i j r + sumn D (fun d => k i r d * q i j d) / Rpower (INR D) (1 / 2)) * (sumn M (fun m => dout i j m * v i r m) - sumn S (fun s => exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2)) * sumn M (fun m => dout i j m * v i s m) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2))))) / sumn S (fun s => exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2)))
  = exp (mask i j r + sumn D (fun d => k i r d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j m * v i r m) - sumn S (fun s => exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j m * v i s m) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2)))))) / sumn S (fun s => exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2)))).

(** attention.dq: Gradient with respect to the queries *)
Definition attention_dq : Prop := forall (D M N S T : nat) (dout k mask q v : nat -> nat -> nat -> R) (i j r : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < T)%nat ->
  (r < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => dout n t' m * sumn S (fun s => v n s m * exp (mask n t' s + sumn D (fun d => k n s d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => k n s' d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => k n s'' d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn S (fun s => k i s r * exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j m * v i s m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j m * v i s' m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' d * q i j d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => sumn S (fun s => dout n t' m * v n s m * exp (mask n t' s + sumn D (fun d => k n s d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' d * moved3 q i j r t n t' d) / Rpower (INR D) (1 / 2))))))))
    0
    (sumn S (fun s => k i s r * exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j m * v i s m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j m * v i s' m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' d * q i j d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))))))
  /\ sumn S (fun s => k i s r * exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2)) * (sumn M (fun m => dout i j m * v i s m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2)) * sumn M (fun m => dout i j m * v i s' m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))))) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2)))) / Rpower (INR D) (1 / 2)
  = sumn S (fun s => k i s r * exp (mask i j s + sumn D (fun d => k i s d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j m * v i s m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j m * v i s' m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' d * q i j d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' d * q i j d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' d * q i j d) / Rpower (INR D) (1 / 2))))).

(** attention.dk: Gradient with respect to the keys *)
Definition attention_dk : Prop := forall (D M N S T : nat) (dout k mask q v : nat -> nat -> nat -> R) (i j r : nat),
  (0 < D)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < S)%nat ->
  (r < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => dout n t' m * sumn S (fun s => v n s m * exp (mask n t' s + sumn D (fun d => moved3 k i j r t n s d * q n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => moved3 k i j r t n s' d * q n t' d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => moved3 k i j r t n s' d * q n t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => moved3 k i j r t n s'' d * q n t' d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn T (fun t' => q i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' m * v i j m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' m * v i s m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' d * q i t' d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn M (fun m => sumn S (fun s => dout n t' m * v n s m * exp (mask n t' s + sumn D (fun d => moved3 k i j r t n s d * q n t' d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => moved3 k i j r t n s' d * q n t' d) / Rpower (INR D) (1 / 2))))))))
    0
    (sumn T (fun t' => q i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' m * v i j m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' m * v i s m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' d * q i t' d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))))
  /\ sumn T (fun t' => q i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2)) * (sumn M (fun m => dout i t' m * v i j m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2)) * sumn M (fun m => dout i t' m * v i s m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2)))) / Rpower (INR D) (1 / 2)
  = sumn T (fun t' => q i t' r * exp (mask i t' j + sumn D (fun d => k i j d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' m * v i j m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' m * v i s m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' d * q i t' d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s d * q i t' d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' d * q i t' d) / Rpower (INR D) (1 / 2))))).
