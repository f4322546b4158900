(** * Index expressions: syntax and meaning

    Code on arrays, and the formulas it is compared with, are written as _index expressions_: what stands at one
    place of an array, in terms of entries of other arrays, sums over axes, Kronecker deltas and a few functions.
    Sizes of axes and places are variables, so that one expression speaks of arrays of every shape.

    [expr] is their syntax and [den] their meaning, an ordinary real number. Nothing in this file has to be read
    in order to trust a theorem of Yudo: its statement is written with [sumn], [maxn], [delta], [step], [relu],
    [sigmoid] and [moved0] to [moved6] alone (defined here, a line or two each) and with the standard library. That [den]
    of a syntactic term is that statement is checked by conversion. *)
From Coq Require Import Reals QArith Qreals NArith List Arith Lia Lra Bool.
Import ListNotations.
Open Scope R_scope.

(** ** What statements are written with *)

(** The sum of [f 0] to [f (n - 1)]. *)
Fixpoint sumn (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => sumn m f + f m end.

(** The largest of [f 0] to [f (n - 1)]; 0 for an empty range, which no theorem speaks of. *)
Fixpoint maxn (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S O => f O | S m => Rmax (maxn m f) (f m) end.

Definition delta (i j : nat) : R := if Nat.eqb i j then 1 else 0.
Definition step (a : R) : R := if Rlt_dec 0 a then 1 else 0.
Definition relu (a : R) : R := Rmax a 0.
Definition sigmoid (a : R) : R := / (1 + exp (- a)).

(** An array with the entry at the given place moved by [t], the others as they were. *)
Definition moved0 (v t : R) : R := v + t.
Definition moved1 (v : nat -> R) (i : nat) (t : R) : nat -> R :=
  fun a => if Nat.eqb a i && true then v a + t else v a.
Definition moved2 (v : nat -> nat -> R) (i j : nat) (t : R) : nat -> nat -> R :=
  fun a b => if Nat.eqb a i && (Nat.eqb b j && true) then v a b + t else v a b.
Definition moved3 (v : nat -> nat -> nat -> R) (i j k : nat) (t : R) : nat -> nat -> nat -> R :=
  fun a b c => if Nat.eqb a i && (Nat.eqb b j && (Nat.eqb c k && true)) then v a b c + t else v a b c.
Definition moved4 (v : nat -> nat -> nat -> nat -> R) (i j k l : nat) (t : R) : nat -> nat -> nat -> nat -> R :=
  fun a b c d => if Nat.eqb a i && (Nat.eqb b j && (Nat.eqb c k && (Nat.eqb d l && true)))
                 then v a b c d + t else v a b c d.
Definition moved5 (v : nat -> nat -> nat -> nat -> nat -> R) (i j k l m : nat) (t : R)
  : nat -> nat -> nat -> nat -> nat -> R :=
  fun a b c d e => if Nat.eqb a i && (Nat.eqb b j && (Nat.eqb c k && (Nat.eqb d l && (Nat.eqb e m && true))))
                   then v a b c d e + t else v a b c d e.
Definition moved6 (v : nat -> nat -> nat -> nat -> nat -> nat -> R) (i j k l m n : nat) (t : R)
  : nat -> nat -> nat -> nat -> nat -> nat -> R :=
  fun a b c d e f => if Nat.eqb a i && (Nat.eqb b j && (Nat.eqb c k && (Nat.eqb d l && (Nat.eqb e m &&
                        (Nat.eqb f n && true)))))
                     then v a b c d e f + t else v a b c d e f.

(** ** Syntax *)

(** Index variables, sizes, tensors and labels are told apart by numbers, each kind by its own. *)
Definition name := N.
Bind Scope N_scope with name.

(** An index: a place along an axis. Differences are those of natural numbers, never below 0. *)
Unset Elimination Schemes.
Inductive idx :=
| Var (v : name)                        (* an index variable *)
| Num (n : nat)                         (* a place that is known *)
| Lab (y : name) (l : list idx)         (* the label that stands at a place, such as y[n, t] *)
| Len (s : name)                        (* the size of an axis *)
| Plus (i j : idx)
| Times (i j : idx)
| Minus (i j : idx).
Set Elimination Schemes.

(** Induction, with the indices of a label among the parts. *)
Section Induction.
Variable P : idx -> Prop.
Hypotheses (var : forall v, P (Var v)) (num : forall n, P (Num n))
  (lab : forall y l, Forall P l -> P (Lab y l)) (len : forall s, P (Len s))
  (plus : forall i, P i -> forall j, P j -> P (Plus i j))
  (times : forall i, P i -> forall j, P j -> P (Times i j))
  (minus : forall i, P i -> forall j, P j -> P (Minus i j)).

Fixpoint idx_ind (i : idx) : P i :=
  match i with
  | Var v => var v
  | Num n => num n
  | Lab y l => lab y l ((fix all l : Forall P l :=
      match l with [] => Forall_nil P | i :: l => Forall_cons i (idx_ind i) (all l) end) l)
  | Len s => len s
  | Plus i j => plus i (idx_ind i) j (idx_ind j)
  | Times i j => times i (idx_ind i) j (idx_ind j)
  | Minus i j => minus i (idx_ind i) j (idx_ind j)
  end.
End Induction.

Inductive expr :=
| Const (q : Q)
| Size (s : name)                       (* the size of an axis, as a real number *)
| Entry (f : name) (l : list idx)       (* an entry of a tensor *)
| Add (a b : expr)
| Neg (a : expr)
| Mul (a b : expr)
| Inv (a : expr)
| Exp (a : expr)
| Ln (a : expr)
| Step (a : expr)                       (* 1 where a is positive, else 0 *)
| Relu (a : expr)                       (* max(a, 0) *)
| Delta (i j : idx)                     (* 1 where the indices are equal, else 0 *)
| Sum (k s : name) (a : expr)           (* over the index k, below the size s *)
| Max (k s : name) (a : expr).          (* the maximum over the index k, below the size s *)

(** ** Meaning *)

(** What sizes, tensors and labels stand for; index variables are given by a valuation [r]. *)
Record env := {
  size : name -> nat;
  entry : name -> list nat -> R;
  label : name -> list nat -> nat
}.

Definition upd (r : name -> nat) (k : name) (i : nat) : name -> nat :=
  fun v => if N.eqb v k then i else r v.

(** A rational number as it is written: 2 and not 2/1. *)
Definition ratio (q : Q) : R :=
  match Qden q with xH => IZR (Qnum q) | d => IZR (Qnum q) / IZR (Zpos d) end.

Fixpoint den_idx (E : env) (r : name -> nat) (i : idx) : nat :=
  match i with
  | Var v => r v
  | Num n => n
  | Lab y l => label E y (map (den_idx E r) l)
  | Len s => size E s
  | Plus i j => den_idx E r i + den_idx E r j
  | Times i j => den_idx E r i * den_idx E r j
  | Minus i j => den_idx E r i - den_idx E r j
  end.

Fixpoint den (E : env) (r : name -> nat) (e : expr) : R :=
  match e with
  | Const q => ratio q
  | Size s => INR (size E s)
  | Entry f l => entry E f (map (den_idx E r) l)
  | Add a b => den E r a + den E r b
  | Neg a => - den E r a
  | Mul a b => den E r a * den E r b
  | Inv a => / den E r a
  | Exp a => exp (den E r a)
  | Ln a => ln (den E r a)
  | Step a => step (den E r a)
  | Relu a => relu (den E r a)
  | Delta i j => delta (den_idx E r i) (den_idx E r j)
  | Sum k s a => sumn (size E s) (fun i => den E (upd r k i) a)
  | Max k s a => maxn (size E s) (fun i => den E (upd r k i) a)
  end.

(** ** Environments as tables

    In a generated theorem the n-th size, tensor, label and free index are the n-th of a list. *)

Definition table {A} (l : list A) (default : A) : name -> A := fun n => nth (N.to_nat n) l default.

Definition tensor0 (v : R) : list nat -> R := fun l => match l with [] => v | _ => 0 end.
Definition tensor1 (v : nat -> R) : list nat -> R := fun l => match l with [a] => v a | _ => 0 end.
Definition tensor2 (v : nat -> nat -> R) : list nat -> R :=
  fun l => match l with [a; b] => v a b | _ => 0 end.
Definition tensor3 (v : nat -> nat -> nat -> R) : list nat -> R :=
  fun l => match l with [a; b; c] => v a b c | _ => 0 end.
Definition tensor4 (v : nat -> nat -> nat -> nat -> R) : list nat -> R :=
  fun l => match l with [a; b; c; d] => v a b c d | _ => 0 end.
Definition tensor5 (v : nat -> nat -> nat -> nat -> nat -> R) : list nat -> R :=
  fun l => match l with [a; b; c; d; e] => v a b c d e | _ => 0 end.
Definition tensor6 (v : nat -> nat -> nat -> nat -> nat -> nat -> R) : list nat -> R :=
  fun l => match l with [a; b; c; d; e; f] => v a b c d e f | _ => 0 end.

Definition label1 (y : nat -> nat) : list nat -> nat := fun l => match l with [a] => y a | _ => 0%nat end.
Definition label2 (y : nat -> nat -> nat) : list nat -> nat :=
  fun l => match l with [a; b] => y a b | _ => 0%nat end.
Definition label3 (y : nat -> nat -> nat -> nat) : list nat -> nat :=
  fun l => match l with [a; b; c] => y a b c | _ => 0%nat end.

Definition tables (sizes : list nat) (tensors : list (list nat -> R)) (labels : list (list nat -> nat)) : env :=
  {| size := table sizes 1%nat; entry := table tensors (fun _ => 0); label := table labels (fun _ => 0%nat) |}.

(** ** Occurrence *)

Fixpoint occurs_idx (v : name) (i : idx) : bool :=
  match i with
  | Var w => N.eqb v w
  | Num _ | Len _ => false
  | Lab _ l => existsb (occurs_idx v) l
  | Plus i j | Times i j | Minus i j => occurs_idx v i || occurs_idx v j
  end.

(** ** Lemmas on sums and numbers *)

Lemma sumn_ext n f h : (forall i, (i < n)%nat -> f i = h i) -> sumn n f = sumn n h.
Proof. induction n; simpl; intro H; [reflexivity|]. rewrite IHn, H by auto with arith; reflexivity. Qed.

Lemma maxn_ext n f h : (forall i, (i < n)%nat -> f i = h i) -> maxn n f = maxn n h.
Proof.
  induction n as [|n IH]; simpl; intro H; [reflexivity|].
  destruct n; [apply H; auto|]. rewrite IH, H by auto with arith; reflexivity.
Qed.

Lemma sumn_scal n a f : sumn n (fun i => a * f i) = a * sumn n f.
Proof. induction n; simpl; [lra|]. rewrite IHn; ring. Qed.

Lemma sumn_plus n f h : sumn n (fun i => f i + h i) = sumn n f + sumn n h.
Proof. induction n; simpl; [lra|]. rewrite IHn; ring. Qed.

Lemma sumn_const n a : sumn n (fun _ => a) = INR n * a.
Proof. induction n; [simpl; lra|]. rewrite S_INR; simpl sumn. rewrite IHn; ring. Qed.

Lemma sumn_0 n : sumn n (fun _ => 0) = 0.
Proof. rewrite sumn_const; ring. Qed.

Lemma sumn_exchange n m f :
  sumn n (fun i => sumn m (fun j => f i j)) = sumn m (fun j => sumn n (fun i => f i j)).
Proof. induction n; simpl; [rewrite sumn_0; auto|]. rewrite IHn, <- sumn_plus; reflexivity. Qed.

Lemma sumn_delta n j f : (j < n)%nat -> sumn n (fun i => delta i j * f i) = f j.
Proof.
  unfold delta. induction n; intro H; [lia|]. simpl. destruct (Nat.eq_dec j n) as [->|Hn].
  - rewrite Nat.eqb_refl.
    rewrite (sumn_ext n _ (fun _ => 0)); [rewrite sumn_0; ring|].
    intros i Hi. replace (Nat.eqb i n) with false by (symmetry; apply Nat.eqb_neq; lia). ring.
  - rewrite IHn by lia. replace (Nat.eqb n j) with false by (symmetry; apply Nat.eqb_neq; lia). ring.
Qed.

Lemma sumn_pos n f : (0 < n)%nat -> (forall i, (i < n)%nat -> 0 < f i) -> 0 < sumn n f.
Proof.
  intros Hn H. assert (X : 0 <= sumn (pred n) f).
  { assert (Y : forall m, (m <= n)%nat -> 0 <= sumn m f).
    { induction m; simpl; intro; [lra|].
      assert (0 < f m) by (apply H; lia). assert (0 <= sumn m f) by (apply IHm; lia). lra. }
    apply Y; lia. }
  destruct n; [lia|]. simpl in *. assert (0 < f n) by (apply H; lia). lra.
Qed.

Lemma delta_sym i j : delta i j = delta j i.
Proof. unfold delta. rewrite Nat.eqb_sym; reflexivity. Qed.

Lemma ratio_Q2R q : ratio q = Q2R q.
Proof. unfold ratio, Q2R. destruct q as [a [d|d|]]; simpl; try reflexivity. field. Qed.

Lemma ratio_red q : ratio (Qred q) = ratio q.
Proof. rewrite !ratio_Q2R. apply Qeq_eqR, Qred_correct. Qed.

Lemma ratio_0 q : Qeq_bool q 0 = true -> ratio q = 0.
Proof. intro H. rewrite ratio_Q2R. apply Qeq_bool_eq, Qeq_eqR in H. rewrite H. unfold Q2R; simpl; lra. Qed.

Lemma ratio_plus p q : ratio (p + q) = ratio p + ratio q.
Proof. rewrite !ratio_Q2R. apply Q2R_plus. Qed.

Lemma ratio_mult p q : ratio (p * q) = ratio p * ratio q.
Proof. rewrite !ratio_Q2R. apply Q2R_mult. Qed.

Lemma ratio_opp q : ratio (- q) = - ratio q.
Proof. rewrite !ratio_Q2R. apply Q2R_opp. Qed.

(** Division by 0 gives 0 in both worlds. *)
Lemma ratio_inv q : ratio (/ q) = / ratio q.
Proof.
  rewrite !ratio_Q2R. destruct (Qeq_dec q 0) as [H|H]; [|apply Q2R_inv; exact H].
  assert (H1 : (/ q == 0)%Q) by (rewrite H; reflexivity).
  apply Qeq_eqR in H, H1. rewrite H, H1. unfold Q2R; simpl. rewrite Rmult_0_l, Rinv_0; reflexivity.
Qed.

Lemma den_idx_upd_out E r k i j : occurs_idx k j = false -> den_idx E (upd r k i) j = den_idx E r j.
Proof.
  induction j as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; intro H; try reflexivity;
    try (apply orb_false_elim in H; destruct H; rewrite IHa, IHb by assumption; reflexivity).
  - unfold upd. rewrite N.eqb_sym, H. reflexivity.
  - f_equal. induction IH as [|x l Hx _ IHl]; simpl in *; [reflexivity|].
    apply orb_false_elim in H; destruct H as [H1 H2]. rewrite Hx, IHl by assumption. reflexivity.
Qed.

Lemma map_den_idx_upd_out E r k i l :
  existsb (occurs_idx k) l = false -> map (den_idx E (upd r k i)) l = map (den_idx E r) l.
Proof.
  induction l as [|j l IH]; simpl; intro H; [reflexivity|].
  apply orb_false_elim in H; destruct H as [H1 H2].
  rewrite den_idx_upd_out, IH by assumption; reflexivity.
Qed.
