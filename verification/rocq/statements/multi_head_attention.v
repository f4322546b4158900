(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(** multi_head_attention.out: Output *)
Definition multi_head_attention_out : Prop := forall (D H M N S T : nat) (mask : nat -> nat -> nat -> R) (k q v : nat -> nat -> nat -> nat -> R) (n t h m : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (n < N)%nat ->
  (t < T)%nat ->
  (h < H)%nat ->
  (m < M)%nat ->
  sumn S (fun s => v n s h m * exp (mask n t s + sumn D (fun d => k n s h d * q n t h d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2))))
  = sumn S (fun s => v n s h m * exp (mask n t s + sumn D (fun d => k n s h d * q n t h d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t s'' + sumn D (fun d => k n s'' h d * q n t h d) / Rpower (INR D) (1 / 2)))))
  /\ sumn S (fun s => v n s h m * exp (mask n t s + sumn D (fun d => k n s h d * q n t h d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2))))
  = sumn S (fun s => v n s h m * exp (mask n t s + sumn D (fun d => k n s h d * q n t h d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t s' + sumn D (fun d => k n s' h d * q n t h d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t s'' + sumn D (fun d => k n s'' h d * q n t h d) / Rpower (INR D) (1 / 2))))).

(** multi_head_attention.dv: Gradient with respect to the values *)
Definition multi_head_attention_dv : Prop := forall (D H M N S T : nat) (mask : nat -> nat -> nat -> R) (dout k q v : nat -> nat -> nat -> nat -> R) (i j a r : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < S)%nat ->
  (a < H)%nat ->
  (r < M)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => dout n t' h m * sumn S (fun s => moved4 v i j a r t n s h m * exp (mask n t' s + sumn D (fun d => k n s h d * q n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => k n s' h d * q n t' h d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' h d * q n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => k n s'' h d * q n t' h d) / Rpower (INR D) (1 / 2))))))))))
    0
    (sumn T (fun t' => dout i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => sumn S (fun s => dout n t' h m * moved4 v i j a r t n s h m * exp (mask n t' s + sumn D (fun d => k n s h d * q n t' h d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' h d * q n t' h d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn T (fun t' => dout i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))))
  /\ sumn T (fun t' => dout i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2)) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))))
  = sumn T (fun t' => dout i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))).

(** multi_head_attention.dq: Gradient with respect to the queries *)
Definition multi_head_attention_dq : Prop := forall (D H M N S T : nat) (mask : nat -> nat -> nat -> R) (dout k q v : nat -> nat -> nat -> nat -> R) (i j a r : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < T)%nat ->
  (a < H)%nat ->
  (r < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => dout n t' h m * sumn S (fun s => v n s h m * exp (mask n t' s + sumn D (fun d => k n s h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => k n s' h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => k n s'' h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2))))))))))
    0
    (sumn S (fun s => k i s a r * exp (mask i j s + sumn D (fun d => k i s a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j a m * v i s a m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j a m * v i s' a m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' a d * q i j a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => sumn S (fun s => dout n t' h m * v n s h m * exp (mask n t' s + sumn D (fun d => k n s h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => k n s' h d * moved4 q i j a r t n t' h d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn S (fun s => k i s a r * exp (mask i j s + sumn D (fun d => k i s a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j a m * v i s a m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j a m * v i s' a m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' a d * q i j a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))))))
  /\ sumn S (fun s => k i s a r * exp (mask i j s + sumn D (fun d => k i s a d * q i j a d) / Rpower (INR D) (1 / 2)) * (sumn M (fun m => dout i j a m * v i s a m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2)) * sumn M (fun m => dout i j a m * v i s' a m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))))) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2)))) / Rpower (INR D) (1 / 2)
  = sumn S (fun s => k i s a r * exp (mask i j s + sumn D (fun d => k i s a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i j a m * v i s a m) - sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i j a m * v i s' a m) / sumn S (fun s'' => exp (mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s''' => mask i j s''' + sumn D (fun d => k i s''' a d * q i j a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s' => exp (mask i j s' + sumn D (fun d => k i s' a d * q i j a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i j s'' + sumn D (fun d => k i s'' a d * q i j a d) / Rpower (INR D) (1 / 2))))).

(** multi_head_attention.dk: Gradient with respect to the keys *)
Definition multi_head_attention_dk : Prop := forall (D H M N S T : nat) (mask : nat -> nat -> nat -> R) (dout k q v : nat -> nat -> nat -> nat -> R) (i j a r : nat),
  (0 < D)%nat ->
  (0 < H)%nat ->
  (0 < M)%nat ->
  (0 < N)%nat ->
  (0 < S)%nat ->
  (0 < T)%nat ->
  (i < N)%nat ->
  (j < S)%nat ->
  (a < H)%nat ->
  (r < D)%nat ->
  derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => dout n t' h m * sumn S (fun s => v n s h m * exp (mask n t' s + sumn D (fun d => moved4 k i j a r t n s h d * q n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask n t' s' + sumn D (fun d => moved4 k i j a r t n s' h d * q n t' h d) / Rpower (INR D) (1 / 2))) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => moved4 k i j a r t n s' h d * q n t' h d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask n t' s'' + sumn D (fun d => moved4 k i j a r t n s'' h d * q n t' h d) / Rpower (INR D) (1 / 2))))))))))
    0
    (sumn T (fun t' => q i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' a m * v i j a m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' a m * v i s a m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' a d * q i t' a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))))
  /\ derivable_pt_lim (fun t =>
      sumn N (fun n => sumn T (fun t' => sumn H (fun h => sumn M (fun m => sumn S (fun s => dout n t' h m * v n s h m * exp (mask n t' s + sumn D (fun d => moved4 k i j a r t n s h d * q n t' h d) / Rpower (INR D) (1 / 2)) / sumn S (fun s' => exp (mask n t' s' + sumn D (fun d => moved4 k i j a r t n s' h d * q n t' h d) / Rpower (INR D) (1 / 2)))))))))
    0
    (sumn T (fun t' => q i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' a m * v i j a m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' a m * v i s a m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' a d * q i t' a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))))
  /\ sumn T (fun t' => q i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2)) * (sumn M (fun m => dout i t' a m * v i j a m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2)) * sumn M (fun m => dout i t' a m * v i s a m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2)))) / Rpower (INR D) (1 / 2)
  = sumn T (fun t' => q i t' a r * exp (mask i t' j + sumn D (fun d => k i j a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s => mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2))) * (sumn M (fun m => dout i t' a m * v i j a m) - sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))) * sumn M (fun m => dout i t' a m * v i s a m) / sumn S (fun s' => exp (mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s'' => mask i t' s'' + sumn D (fun d => k i s'' a d * q i t' a d) / Rpower (INR D) (1 / 2)))))) / Rpower (INR D) (1 / 2) / sumn S (fun s => exp (mask i t' s + sumn D (fun d => k i s a d * q i t' a d) / Rpower (INR D) (1 / 2) - maxn S (fun s' => mask i t' s' + sumn D (fun d => k i s' a d * q i t' a d) / Rpower (INR D) (1 / 2))))).
