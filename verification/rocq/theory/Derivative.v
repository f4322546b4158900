(** * Differentiation with respect to one entry of a tensor

    [D g l0 e] is the derivative of [e] with respect to the entry of tensor [g] at the place [l0], as an
    expression. [D_correct] says that it is the derivative in the sense of analysis, [derivable_pt_lim], wherever
    [e] is [smooth]: off the kinks of [Step] and [Relu], with denominators that are not 0, logarithms of positive
    numbers and maxima that are attained at one place, as far as the entry can move them. *)
From Coq Require Import Reals Ranalysis QArith Qreals NArith List Arith Lia Lra Bool.
From Yudo Require Import Language.
Import ListNotations.
Open Scope R_scope.

(** ** The derivative as an expression *)

Fixpoint deltas (l l0 : list idx) : expr :=
  match l, l0 with
  | [], [] => Const 1
  | i :: l, j :: l0 => Mul (Delta i j) (deltas l l0)
  | _, _ => Const 0
  end.

(** Whether entries of a tensor occur. *)
Fixpoint mentions (g : name) (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Delta _ _ => false
  | Entry f _ => N.eqb f g
  | Add a b | Mul a b => mentions g a || mentions g b
  | Neg a | Inv a | Ln a | Exp a | Step a | Relu a | Sum _ _ a | Max _ _ a => mentions g a
  end.

(** Of a maximum [m], taken over one or several indices: the derivatives [d b] of what it is taken of, summed over
    the places where it is attained. *)
Definition peak (m b : expr) : expr := Add (Const 1) (Neg (Step (Add m (Neg b)))).

Section Below.
Variables (d : expr -> expr) (m : expr).

Fixpoint below (b : expr) : expr :=
  match b with
  | Max k s a => Sum k s (below a)
  | _ => Mul (peak m b) (d b)
  end.
End Below.

Fixpoint D (g : name) (l0 : list idx) (e : expr) : expr :=
  match e with
  | Const _ | Size _ | Delta _ _ | Step _ => Const 0
  | Entry f l => if N.eqb f g then deltas l l0 else Const 0
  | Add a b => Add (D g l0 a) (D g l0 b)
  | Neg a => Neg (D g l0 a)
  | Mul a b => Add (Mul (D g l0 a) b) (Mul a (D g l0 b))
  | Inv a => Neg (Mul (D g l0 a) (Mul (Inv a) (Inv a)))
  | Exp a =>
      match a with
      | Mul (Const q) (Ln b) => Mul (Mul (Const q) (D g l0 b)) (Exp (Mul (Const (q - 1)) (Ln b)))  (* a power *)
      | _ => Mul (D g l0 a) (Exp a)
      end
  | Ln a => Mul (D g l0 a) (Inv a)
  | Relu a => Mul (Step a) (D g l0 a)
  | Sum k s a => Sum k s (D g l0 a)
  | Max k s a => if mentions g a then Sum k s (below (D g l0) e a) else Const 0
  end.

(** No bound index may be one that the place mentions. *)
Fixpoint apart (l0 : list idx) (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => apart l0 a && apart l0 b
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => apart l0 a
  | Sum k _ a | Max k _ a => negb (existsb (occurs_idx k) l0) && apart l0 a
  end.

(** ** One entry moved *)

Fixpoint eq_places (l l' : list nat) : bool :=
  match l, l' with
  | [], [] => true
  | a :: l, b :: l' => Nat.eqb a b && eq_places l l'
  | _, _ => false
  end.

Definition shift (E : env) (g : name) (p : list nat) (t : R) : env :=
  {| size := size E;
     entry := fun f l => if N.eqb f g && eq_places l p then entry E f l + t else entry E f l;
     label := label E |}.

(** ** The places of a maximum over one or several indices *)

Section Places.
Variable E : env.

(** Of all places. *)
Section Inside.
Variable P : (name -> nat) -> expr -> Prop.

Fixpoint inside (r : name -> nat) (b : expr) : Prop :=
  match b with
  | Max k s a => forall i, (i < size E s)%nat -> inside (upd r k i) a
  | _ => P r b
  end.
End Inside.

(** Of all pairs of places; [same] says that both are one. *)
Section Twice.
Variable P : Prop -> (name -> nat) -> (name -> nat) -> expr -> Prop.

Fixpoint twice (same : Prop) (r r' : name -> nat) (b : expr) : Prop :=
  match b with
  | Max k s a => forall i j, (i < size E s)%nat -> (j < size E s)%nat ->
                   twice (same /\ i = j) (upd r k i) (upd r' k j) a
  | _ => P same r r' b
  end.
End Twice.

(** Of all pairs of places of a maximum. *)
Definition pairs (P : Prop -> (name -> nat) -> (name -> nat) -> expr -> Prop) (r : name -> nat) (e : expr) : Prop :=
  match e with
  | Max k s a => forall i j, (i < size E s)%nat -> (j < size E s)%nat ->
                   twice P (i = j) (upd r k i) (upd r k j) a
  | _ => True
  end.
End Places.

(** ** Where the expression is the derivative *)

Section Smooth.
Variables (E : env) (g : name) (l0 : list idx) (p : list nat).

(** A place where a maximum moves is the only one where it is attained. *)
Definition lone (top : R) (same : Prop) (r r' : name -> nat) (b : expr) : Prop :=
  den E r (D g l0 b) <> 0 -> den E r b = top -> den E r' b = top -> same.

(** What does not move with the entry. *)
Definition steady (r : name -> nat) (a : expr) : Prop :=
  forall t, den (shift E g p t) r a = den E r a.

Fixpoint smooth (r : name -> nat) (e : expr) : Prop :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => True
  | Add a b | Mul a b => smooth r a /\ smooth r b
  | Inv a => mentions g a = false \/ (den E r a <> 0 /\ smooth r a)
  | Neg a | Exp a => smooth r a
  | Ln a => mentions g a = false \/ (0 < den E r a /\ smooth r a)
  | Step a => steady r a \/ (den E r a <> 0 /\ smooth r a)
  | Relu a => (steady r a \/ den E r a <> 0) /\ smooth r a
  | Sum k s a => forall i, (i < size E s)%nat -> smooth (upd r k i) a
  | Max k s a =>
      mentions g a = false \/
      (pairs E (lone (den E r e)) r e /\ forall i, (i < size E s)%nat -> inside E smooth (upd r k i) a)
  end.
End Smooth.

(** ** Moving by 0, and what does not move *)

Lemma den_idx_shift E g p t r i : den_idx (shift E g p t) r i = den_idx E r i.
Proof.
  induction i as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; try congruence.
  f_equal. induction IH; simpl; congruence.
Qed.

Lemma map_den_idx_shift E g p t r l : map (den_idx (shift E g p t) r) l = map (den_idx E r) l.
Proof. apply map_ext; intro; apply den_idx_shift. Qed.

Lemma eq_places_true l l' : eq_places l l' = true <-> l = l'.
Proof.
  revert l'; induction l as [|a l IH]; destruct l' as [|b l']; simpl; split; intro H;
    try reflexivity; try discriminate.
  - apply andb_prop in H; destruct H as [H1 H2].
    apply Nat.eqb_eq in H1; apply IH in H2; congruence.
  - inversion H; subst. rewrite Nat.eqb_refl; simpl. apply IH; reflexivity.
Qed.

Lemma entry_shift0 E g p f l : entry (shift E g p 0) f l = entry E f l.
Proof. simpl; destruct (_ && _); lra. Qed.

Lemma den_shift0 E g p e : forall r, den (shift E g p 0) r e = den E r e.
Proof.
  induction e; intro r; cbn [den]; try (rewrite ?IHe, ?IHe1, ?IHe2; reflexivity).
  - rewrite map_den_idx_shift. apply entry_shift0.
  - rewrite !den_idx_shift. reflexivity.
  - apply sumn_ext; intros; apply IHe.
  - apply maxn_ext; intros; apply IHe.
Qed.

Section Unmentioned.
Variables (E : env) (g : name) (p : list nat).

Lemma unmentioned_steady e : mentions g e = false -> forall r, steady E g p r e.
Proof.
  unfold steady. induction e; simpl; intros H r t; auto;
    try (apply orb_false_elim in H; destruct H); try (rewrite ?IHe, ?IHe1, ?IHe2 by auto; reflexivity).
  - rewrite map_den_idx_shift, H; reflexivity.
  - rewrite !den_idx_shift; reflexivity.
  - apply sumn_ext; auto.
  - apply maxn_ext; auto.
Qed.

Lemma D_unmentioned l0 : forall e, mentions g e = false -> forall r, den E r (D g l0 e) = 0.
Proof.
  fix IH 1. intro e.
  destruct e as [q|s|f l|a b|a|a b|a|a|a|a|a|i j|k s a|k s a]; cbn [mentions D]; intros H r;
    try (apply orb_false_elim in H; destruct H as [H1 H2]); rewrite ?H; cbn [den];
    rewrite ?(IH a), ?(IH b) by assumption; try (unfold ratio; simpl; ring).
  - assert (X : den E r (Mul (D g l0 a) (Exp a)) = 0) by (cbn [den]; rewrite (IH a H); ring).
    destruct a as [q|s|f l|a b|a|a b|a|a|a|a|a|i j|k s a|k s a]; try exact X.
    destruct a as [q|s|f l|a c|a|a c|a|a|a|a|a|i j|k s a|k s a]; try exact X.
    destruct b as [p'|s|f l|a b|a|a b|a|a|b|a|a|i j|k s a|k s a]; try exact X.
    cbn [mentions orb] in H. cbn [den]. rewrite (IH b H). ring.
  - rewrite (sumn_ext _ _ (fun _ => 0)) by (intros; apply (IH a H)). apply sumn_0.
Qed.
End Unmentioned.

Lemma den_deltas E r l : forall l0,
  den E r (deltas l l0) = if eq_places (map (den_idx E r) l) (map (den_idx E r) l0) then 1 else 0.
Proof.
  induction l as [|i l IH]; destruct l0 as [|j l0]; simpl; unfold ratio; simpl; try reflexivity.
  rewrite IH. unfold delta. destruct (Nat.eqb _ _); simpl; destruct (eq_places _ _); lra.
Qed.

(** ** Derivatives of the parts *)

Lemma d_const c : derivable_pt_lim (fun _ => c) 0 0.
Proof. apply (derivable_pt_lim_const c 0). Qed.

(** Near a point where a differentiable function is not 0, it keeps its sign. *)
Lemma sign_near f l :
  derivable_pt_lim f 0 l -> f 0 <> 0 ->
  exists a, 0 < a /\ forall t, Rabs t < a -> (0 < f t <-> 0 < f 0).
Proof.
  intros H Hn.
  assert (Hc : continuity_pt f 0) by (apply derivable_continuous_pt; exists l; exact H).
  destruct (Hc (Rabs (f 0)) (Rabs_pos_lt _ Hn)) as [a [Ha Hb]].
  exists a; split; [exact Ha|]. intros t Ht.
  destruct (Req_dec t 0) as [->|Ht0]; [tauto|].
  assert (Hd : Rabs (f t - f 0) < Rabs (f 0)).
  { apply Hb. split; [split; [exact I|auto]|]. simpl; unfold R_dist. rewrite Rminus_0_r; exact Ht. }
  revert Hd; unfold Rabs; destruct (Rcase_abs (f t - f 0)), (Rcase_abs (f 0)); intro; split; intro; lra.
Qed.

Lemma d_step f l : derivable_pt_lim f 0 l -> f 0 <> 0 -> derivable_pt_lim (fun t => step (f t)) 0 0.
Proof.
  intros H Hn. destruct (sign_near f l H Hn) as [a [Ha Hs]].
  apply (derivable_pt_lim_locally_ext (fun _ => step (f 0)) _ 0 (- a) a); [lra| |apply d_const].
  intros t Ht. unfold step. assert (Hx := Hs t (Rabs_def1 _ _ (proj2 Ht) (proj1 Ht))).
  destruct (Rlt_dec 0 (f 0)), (Rlt_dec 0 (f t)); tauto.
Qed.

Lemma d_relu f l : derivable_pt_lim f 0 l -> f 0 <> 0 ->
  derivable_pt_lim (fun t => relu (f t)) 0 (step (f 0) * l).
Proof.
  intros H Hn. destruct (sign_near f l H Hn) as [a [Ha Hs]].
  apply (derivable_pt_lim_locally_ext (fun t => step (f 0) * f t) _ 0 (- a) a); [lra| |].
  - intros t Ht. assert (Hx := Hs t (Rabs_def1 _ _ (proj2 Ht) (proj1 Ht))).
    unfold relu, step, Rmax. destruct (Rlt_dec 0 (f 0)), (Rle_dec (f t) 0); try lra.
  - apply (derivable_pt_lim_scal f (step (f 0)) 0 l H).
Qed.

Lemma d_inv f l : derivable_pt_lim f 0 l -> f 0 <> 0 ->
  derivable_pt_lim (fun t => / f t) 0 (- (l * (/ f 0 * / f 0))).
Proof.
  intros H Hn.
  assert (HD := derivable_pt_lim_div (fun _ => 1) f 0 0 l (d_const 1) H Hn).
  unfold div_fct in HD.
  apply (derivable_pt_lim_ext (fun t => 1 / f t)); [intro; unfold Rdiv; ring|].
  replace (- (l * (/ f 0 * / f 0))) with ((0 * f 0 - l * 1) / Rsqr (f 0)); [exact HD|].
  unfold Rsqr, Rdiv. field; exact Hn.
Qed.

Lemma d_affine c k : derivable_pt_lim (fun t => c + k * t) 0 k.
Proof.
  cut (derivable_pt_lim (fun t => c + k * t) 0 (0 + k * 1)).
  { rewrite Rmult_1_r, Rplus_0_l; auto. }
  apply (derivable_pt_lim_plus (fun _ => c) (fun t => k * t)); [apply d_const|].
  apply (derivable_pt_lim_scal id k 0 1), derivable_pt_lim_id.
Qed.

(** The derivative of the power [exp (q * ln b)] is a power. *)
Lemma d_power E r g l0 p a : smooth E g l0 p r a -> den E r (D g l0 (Exp a)) = exp (den E r a) * den E r (D g l0 a).
Proof.
  assert (X : den E r (Mul (D g l0 a) (Exp a)) = exp (den E r a) * den E r (D g l0 a)) by (cbn [den]; ring).
  intro H. destruct a; try exact X. destruct a1; try exact X. destruct a2; try exact X.
  cbn [smooth] in H. destruct H as [_ H]. cbn [D den]. change (ratio 0) with 0.
  destruct H as [H|[H _]]; [rewrite (D_unmentioned E g l0 a2 H); ring|].
  assert (Y : ratio (q - 1) = ratio q - 1) by (unfold Qminus; rewrite ratio_plus, ratio_opp; reflexivity).
  rewrite Y, Rmult_minus_distr_r, Rmult_1_l. unfold Rminus. rewrite exp_plus, exp_Ropp, exp_ln by exact H. ring.
Qed.

Lemma d_sum n : forall (f : R -> nat -> R) (l : nat -> R),
  (forall i, (i < n)%nat -> derivable_pt_lim (fun t => f t i) 0 (l i)) ->
  derivable_pt_lim (fun t => sumn n (f t)) 0 (sumn n l).
Proof.
  induction n; intros f l H; simpl; [apply d_const|].
  apply (derivable_pt_lim_plus (fun t => sumn n (f t)) (fun t => f t n)); auto.
Qed.

(** ** The derivative of a maximum *)

(** [F] stays below [top] at 0, and has the derivative [l] there if it attains it; [l] is 0 if not. *)
Definition tops (top : R) (F : R -> R) (l : R) : Prop :=
  continuity_pt F 0 /\ F 0 <= top /\ (F 0 < top -> l = 0) /\ (F 0 = top -> derivable_pt_lim F 0 l).

Lemma continuous_at F l : derivable_pt_lim F 0 l -> continuity_pt F 0.
Proof. intro H. apply derivable_continuous_pt. exists l; exact H. Qed.

(** What is less at 0 is less nearby. *)
Lemma less_near F G : continuity_pt F 0 -> continuity_pt G 0 -> F 0 < G 0 ->
  exists a, 0 < a /\ forall t, Rabs t < a -> F t < G t.
Proof.
  intros HF HG H.
  destruct (HF ((G 0 - F 0) / 2)) as [a [Ha Hb]]; [lra|].
  destruct (HG ((G 0 - F 0) / 2)) as [b [Hc Hd]]; [lra|].
  exists (Rmin a b). split; [apply Rmin_pos; assumption|]. intros t Ht.
  destruct (Req_dec t 0) as [->|Hn]; [exact H|].
  assert (H1 : Rabs (F t - F 0) < (G 0 - F 0) / 2).
  { apply Hb. split; [split; [exact I|auto]|]. simpl; unfold R_dist. rewrite Rminus_0_r.
    apply (Rlt_le_trans _ _ _ Ht), Rmin_l. }
  assert (H2 : Rabs (G t - G 0) < (G 0 - F 0) / 2).
  { apply Hd. split; [split; [exact I|auto]|]. simpl; unfold R_dist. rewrite Rminus_0_r.
    apply (Rlt_le_trans _ _ _ Ht), Rmin_r. }
  apply Rabs_def2 in H1. apply Rabs_def2 in H2. lra.
Qed.

Lemma continuous_Rmax F G : continuity_pt F 0 -> continuity_pt G 0 -> continuity_pt (fun t => Rmax (F t) (G t)) 0.
Proof.
  intros HF HG e He. destruct (HF e He) as [a [Ha Hb]]. destruct (HG e He) as [b [Hc Hd]].
  exists (Rmin a b). split; [apply Rmin_pos; assumption|]. intros t [Ht Hx].
  assert (H1 := Hb t (conj Ht (Rlt_le_trans _ _ _ Hx (Rmin_l a b)))).
  assert (H2 := Hd t (conj Ht (Rlt_le_trans _ _ _ Hx (Rmin_r a b)))).
  revert H1 H2. simpl. unfold R_dist. intros H1 H2. apply Rabs_def2 in H1. apply Rabs_def2 in H2.
  apply Rabs_def1; unfold Rmax; destruct (Rle_dec (F t) (G t)), (Rle_dec (F 0) (G 0)); lra.
Qed.

Lemma d_larger F G l : continuity_pt F 0 -> derivable_pt_lim G 0 l -> F 0 < G 0 ->
  derivable_pt_lim (fun t => Rmax (F t) (G t)) 0 l.
Proof.
  intros HF HG H. destruct (less_near F G HF (continuous_at G l HG) H) as [a [Ha Hb]].
  apply (derivable_pt_lim_locally_ext G _ 0 (- a) a); [lra| |exact HG].
  intros t Ht. rewrite Rmax_right; [reflexivity|]. apply Rlt_le, Hb, Rabs_def1; lra.
Qed.

Lemma d_equal F G : derivable_pt_lim F 0 0 -> derivable_pt_lim G 0 0 -> F 0 = G 0 ->
  derivable_pt_lim (fun t => Rmax (F t) (G t)) 0 0.
Proof.
  intros HF HG H e He. destruct (HF e He) as [[a Ha] Hb]. destruct (HG e He) as [[b Hc] Hd].
  assert (Hm : 0 < Rmin a b) by (apply Rmin_pos; assumption).
  exists (mkposreal _ Hm). simpl. intros t Ht Hx.
  assert (H1 := Hb t Ht (Rlt_le_trans _ _ _ Hx (Rmin_l a b))).
  assert (H2 := Hd t Ht (Rlt_le_trans _ _ _ Hx (Rmin_r a b))).
  rewrite (Rmax_left (F 0)) by lra. unfold Rmax. destruct (Rle_dec (F (0 + t)) (G (0 + t))); [|exact H1].
  rewrite H. exact H2.
Qed.

Lemma tops_Rmax top F G l m : tops top F l -> tops top G m -> (F 0 = top -> G 0 = top -> l = 0 /\ m = 0) ->
  tops top (fun t => Rmax (F t) (G t)) (l + m).
Proof.
  intros [HF [Hl [Hl0 HDl]]] [HG [Hm [Hm0 HDm]]] H. split; [apply continuous_Rmax; assumption|].
  split; [apply Rmax_lub; assumption|]. split.
  - intro X. assert (Y := Rmax_l (F 0) (G 0)). assert (Z := Rmax_r (F 0) (G 0)).
    rewrite Hl0, Hm0 by lra. ring.
  - intro X. destruct (Rle_lt_or_eq_dec _ _ Hl) as [A|A], (Rle_lt_or_eq_dec _ _ Hm) as [B|B].
    + exfalso. assert (Rmax (F 0) (G 0) < top) by (apply Rmax_lub_lt; assumption). lra.
    + rewrite (Hl0 A), Rplus_0_l. apply d_larger; auto. lra.
    + rewrite (Hm0 B), Rplus_0_r. apply (derivable_pt_lim_ext (fun t => Rmax (G t) (F t)));
        [intro; apply Rmax_comm|]. apply d_larger; auto. lra.
    + destruct (H A B) as [-> ->]. rewrite Rplus_0_r. apply d_equal; auto. lra.
Qed.

Lemma maxn_attained n f : (0 < n)%nat -> exists i, (i < n)%nat /\ f i = maxn n f.
Proof.
  induction n as [|n IH]; [lia|]. intros _. destruct n as [|n]; [exists 0%nat; auto|].
  change (maxn (S (S n)) f) with (Rmax (maxn (S n) f) (f (S n))).
  destruct (Rle_dec (maxn (S n) f) (f (S n))) as [A|A].
  - exists (S n). split; [auto|]. rewrite Rmax_right; auto.
  - destruct IH as [i [Hi He]]; [lia|]. exists i. split; [lia|]. rewrite Rmax_left; lra.
Qed.

Lemma maxn_least n f i : (i < n)%nat -> f i <= maxn n f.
Proof.
  induction n as [|n IH]; [lia|]. intro Hi. destruct n as [|n].
  { replace i with 0%nat by lia. simpl; lra. }
  change (maxn (S (S n)) f) with (Rmax (maxn (S n) f) (f (S n))).
  destruct (Nat.eq_dec i (S n)) as [->|Hn]; [apply Rmax_r|].
  apply (Rle_trans _ (maxn (S n) f)); [apply IH; lia|apply Rmax_l].
Qed.

Lemma tops_maxn top n (f : R -> nat -> R) (l : nat -> R) : (0 < n)%nat ->
  (forall i, (i < n)%nat -> tops top (fun t => f t i) (l i)) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> f 0 i = top -> f 0 j = top -> l i = 0) ->
  tops top (fun t => maxn n (f t)) (sumn n l).
Proof.
  induction n as [|n IH]; [lia|]. intros _ H Hl. destruct n as [|n].
  { cbn [sumn]. rewrite Rplus_0_l. apply H; auto. }
  change (sumn (S (S n)) l) with (sumn (S n) l + l (S n)).
  apply (tops_Rmax top (fun t => maxn (S n) (f t)) (fun t => f t (S n))); [|apply H; auto|].
  - apply IH; [lia| |]; intros; [apply H|apply (Hl i j)]; auto.
  - intros A B. destruct (maxn_attained (S n) (f 0)) as [i [Hi He]]; [lia|]. split.
    + rewrite (sumn_ext _ _ (fun _ => 0)); [apply sumn_0|]. intros j Hj.
      destruct (H j) as [_ [X [Y _]]]; [lia|]. destruct (Rle_lt_or_eq_dec _ _ X) as [Z|Z]; [auto|].
      apply (Hl j (S n)); auto; lia.
    + apply (Hl (S n) i); auto; try lia. lra.
Qed.

(** ** Valuations that agree *)

Lemma den_same_idx E r r' i : (forall v, r v = r' v) -> den_idx E r i = den_idx E r' i.
Proof.
  intro H. induction i as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; auto.
  f_equal. induction IH; simpl; congruence.
Qed.

Lemma den_same E e : forall r r', (forall v, r v = r' v) -> den E r e = den E r' e.
Proof.
  induction e; simpl; intros r r' H; auto;
    try (rewrite (IHe r r') by auto; reflexivity);
    try (rewrite (IHe1 r r'), (IHe2 r r') by auto; reflexivity).
  - f_equal. apply map_ext; intro; apply den_same_idx; exact H.
  - rewrite (den_same_idx E r r' i), (den_same_idx E r r' j) by exact H; reflexivity.
  - apply sumn_ext; intros i _. apply IHe. intro v. unfold upd. destruct (N.eqb v k); auto.
  - apply maxn_ext; intros i _. apply IHe. intro v. unfold upd. destruct (N.eqb v k); auto.
Qed.

(** An index that a maximum is taken over. *)
Fixpoint over (v : name) (b : expr) : bool :=
  match b with Max k _ a => N.eqb v k || over v a | _ => false end.

Lemma over_out E v b : over v b = true -> forall r i, den E (upd r v i) b = den E r b.
Proof.
  induction b; simpl; try discriminate. intros H r i. apply maxn_ext. intros j _.
  destruct (N.eqb v k) eqn:Hk.
  - apply N.eqb_eq in Hk; subst. apply den_same. intro w. unfold upd. destruct (N.eqb w k); reflexivity.
  - rewrite <- (IHb H (upd r k j) i). apply den_same. intro w. unfold upd.
    destruct (N.eqb w k) eqn:A, (N.eqb w v) eqn:B; auto.
    apply N.eqb_eq in A, B; subst. rewrite N.eqb_refl in Hk; discriminate.
Qed.

(** ** The theorem *)

Section Correct.
Variables (E : env) (g : name) (l0 : list idx) (p : list nat).
Hypothesis sizes : forall s, (0 < size E s)%nat.

Local Notation smooth := (smooth E g l0 p).
Local Notation below := (below (D g l0)).
Local Notation lone := (lone E g l0).

Lemma peak_top r m b : den E r b = den E r m -> den E r (peak m b) = 1.
Proof. intro H. simpl. rewrite H. unfold step, ratio; simpl. destruct (Rlt_dec _ _); lra. Qed.

Lemma peak_less r m b : den E r b < den E r m -> den E r (peak m b) = 0.
Proof. intro H. simpl. unfold step, ratio; simpl. destruct (Rlt_dec _ _); lra. Qed.

Definition steadied (m b : expr) : Prop :=
  forall v, over v b = true -> forall r i, den E (upd r v i) m = den E r m.

Lemma steadied_in m k s a : steadied m (Max k s a) ->
  steadied m a /\ forall r i, den E (upd r k i) m = den E r m.
Proof.
  intro H. split.
  - intros v Hv. apply H. simpl. rewrite Hv. apply orb_true_r.
  - apply H. simpl. rewrite N.eqb_refl; reflexivity.
Qed.

(** Where another place attains the maximum, nothing moves it. *)
Lemma not_alone m b : forall (same : Prop) r r', ~ same -> steadied m b ->
  twice E (lone (den E r m)) same r r' b -> den E r b <= den E r m -> den E r' b = den E r m ->
  den E r (below m b) = 0.
Proof.
  induction b; intros same r r' Hn Hm H Hle He;
    try (match goal with |- den E r (below m ?b) = 0 => change (den E r (peak m b) * den E r (D g l0 b) = 0) end;
         destruct (Rle_lt_or_eq_dec _ _ Hle) as [X|X]; [rewrite (peak_less _ _ _ X); ring|];
         match goal with |- _ * ?d = 0 => destruct (Req_dec d 0) as [Y|Y]; [rewrite Y; ring|] end;
         exfalso; apply Hn; exact (H Y X He)).
  destruct (steadied_in _ _ _ _ Hm) as [Ha Hk]. cbn [Derivative.below den].
  cbn [den] in Hle, He. cbn [twice] in H.
  destruct (maxn_attained (size E s) (fun i => den E (upd r' k i) b) (sizes s)) as [j [Hj Hj']].
  rewrite (sumn_ext _ _ (fun _ => 0)); [apply sumn_0|]. intros i Hi.
  apply (IHb (same /\ i = j) (upd r k i) (upd r' k j)); rewrite ?Hk; auto; [tauto| |].
  - apply (Rle_trans _ (maxn (size E s) (fun i => den E (upd r k i) b))); [|exact Hle].
    apply (maxn_least _ (fun i => den E (upd r k i) b)); exact Hi.
  - rewrite <- He. exact Hj'.
Qed.


Lemma d_steady r a : steady E g p r a -> forall F : R -> R,
  derivable_pt_lim (fun t => F (den (shift E g p t) r a)) 0 0.
Proof.
  intros H F. apply (derivable_pt_lim_ext (fun _ => F (den E r a))); [|apply d_const].
  intro t; rewrite H; reflexivity.
Qed.

(** The derivative of an expression; and, where it is what the maximum [m] is taken of, of its part in that. *)
Definition derives (r : name -> nat) (e : expr) : Prop :=
  derivable_pt_lim (fun t => den (shift E g p t) r e) 0 (den E r (D g l0 e)).

Definition correct (e : expr) : Prop :=
  forall r, p = map (den_idx E r) l0 -> apart l0 e = true -> smooth r e -> derives r e.

Definition correct_below (b : expr) : Prop :=
  forall m same r, p = map (den_idx E r) l0 -> apart l0 b = true -> inside E smooth r b -> steadied m b ->
  twice E (lone (den E r m)) same r r b -> den E r b <= den E r m ->
  tops (den E r m) (fun t => den (shift E g p t) r b) (den E r (below m b)).

Lemma below_one b : match b with Max _ _ _ => False | _ => True end -> correct b -> correct_below b.
Proof.
  intros Hb H m same r Hp Ha Hs _ _ Hle.
  assert (X : derives r b) by (apply H; auto; destruct b; try exact Hs; contradiction).
  assert (Y : den E r (below m b) = den E r (peak m b) * den E r (D g l0 b))
    by (destruct b; try reflexivity; contradiction).
  rewrite Y. unfold tops. rewrite den_shift0. split; [apply (continuous_at _ _ X)|]. split; [exact Hle|]. split.
  - intro Z. rewrite (peak_less _ _ _ Z). ring.
  - intro Z. rewrite (peak_top _ _ _ Z), Rmult_1_l. exact X.
Qed.

Lemma below_all k s b : correct_below b -> correct_below (Max k s b).
Proof.
  intros IH m same r Hp Ha Hs Hm Ht Hle. cbn [apart] in Ha. apply andb_prop in Ha; destruct Ha as [Hk Ha].
  apply negb_true_iff in Hk. destruct (steadied_in _ _ _ _ Hm) as [Hm' Hr]. cbn [Derivative.below den].
  assert (L : forall i, (i < size E s)%nat -> den E (upd r k i) b <= den E r m).
  { intros i Hi. apply (Rle_trans _ (den E r (Max k s b))); [|exact Hle].
    apply (maxn_least _ (fun i => den E (upd r k i) b)); exact Hi. }
  apply (tops_maxn (den E r m) (size E s) (fun t i => den (shift E g p t) (upd r k i) b)
    (fun i => den E (upd r k i) (below m b)) (sizes s)).
  - intros i Hi. rewrite <- (Hr r i). apply (IH m (same /\ i = i)); rewrite ?Hr; auto.
    rewrite map_den_idx_upd_out by exact Hk. exact Hp.
  - intros i j Hi Hj Hn _ Hb. rewrite den_shift0 in Hb.
    apply (not_alone m b (same /\ i = j) (upd r k i) (upd r k j)); rewrite ?Hr; auto. tauto.
Qed.

Lemma max_correct k s b : correct_below b -> correct (Max k s b).
Proof.
  intros IH r Hp Ha Hs. unfold derives. cbn [D]. destruct Hs as [Hm|[Hl Hs]].
  { rewrite Hm. apply (d_steady r (Max k s b) (unmentioned_steady E g p (Max k s b) Hm r) (fun a => a)). }
  destruct (mentions g b) eqn:Hm.
  2:{ apply (d_steady r (Max k s b) (unmentioned_steady E g p (Max k s b) Hm r) (fun a => a)). }
  set (e := Max k s b) in *.
  assert (steady_top : steadied e e) by (intros v Hv r' i; apply (over_out E v e Hv)).
  destruct (steadied_in _ _ _ _ steady_top) as [Hm' Hr].
  cbn [apart e] in Ha. apply andb_prop in Ha; destruct Ha as [Hk Ha]. apply negb_true_iff in Hk.
  assert (L : forall i, (i < size E s)%nat -> den E (upd r k i) b <= den E r e).
  { intros i Hi. apply (maxn_least _ (fun i => den E (upd r k i) b)); exact Hi. }
  assert (T : tops (den E r e) (fun t => maxn (size E s) (fun i => den (shift E g p t) (upd r k i) b))
                   (sumn (size E s) (fun i => den E (upd r k i) (below e b)))).
  { apply (tops_maxn (den E r e) (size E s) (fun t i => den (shift E g p t) (upd r k i) b)
      (fun i => den E (upd r k i) (below e b)) (sizes s)).
    - intros i Hi. rewrite <- (Hr r i). apply (IH e (i = i)); rewrite ?Hr; auto.
      rewrite map_den_idx_upd_out by exact Hk. exact Hp.
    - intros i j Hi Hj Hn _ Hb. rewrite den_shift0 in Hb.
      apply (not_alone e b (i = j) (upd r k i) (upd r k j)); rewrite ?Hr; auto. }
  destruct T as [_ [_ [_ T]]]. apply T. apply (den_shift0 E g p e r).
Qed.

Lemma D_correct_both e : correct e /\ correct_below e.
Proof.
  induction e;
    try destruct IHe as [IHe IHb]; try destruct IHe1 as [IHe1 _]; try destruct IHe2 as [IHe2 _];
    try (split; [apply max_correct|apply below_all]; exact IHb);
    match goal with |- correct ?e /\ _ =>
      assert (C : correct e); [|split; [exact C|apply below_one; [exact I|exact C]]] end;
    intros r Hp Ha Hs; unfold derives; cbn [D den]; cbn [apart] in Ha; cbn [Derivative.smooth] in Hs.
  - apply (d_const (ratio q)).
  - apply (d_const (INR (size E s))).
  - apply (derivable_pt_lim_ext (fun t =>
      entry E f (map (den_idx E r) l) + (if N.eqb f g && eq_places (map (den_idx E r) l) p then 1 else 0) * t)).
    { intro t. rewrite map_den_idx_shift. simpl. destruct (_ && _); lra. }
    destruct (N.eqb f g); simpl.
    + rewrite den_deltas, <- Hp. apply d_affine.
    + apply d_affine.
  - apply andb_prop in Ha; destruct Ha, Hs.
    apply (derivable_pt_lim_plus (fun t => den (shift E g p t) r e1) (fun t => den (shift E g p t) r e2));
      [apply IHe1|apply IHe2]; auto.
  - apply (derivable_pt_lim_opp (fun t => den (shift E g p t) r e)). apply IHe; auto.
  - apply andb_prop in Ha; destruct Ha, Hs.
    assert (H3 := derivable_pt_lim_mult _ _ 0 _ _ (IHe1 r Hp H H1) (IHe2 r Hp H0 H2)).
    cbn beta in H3. rewrite !den_shift0 in H3. exact H3.
  - destruct Hs as [Hm|[Hn Hs]].
    { rewrite (D_unmentioned E g l0 e Hm), Rmult_0_l, Ropp_0.
      apply (d_steady r e (unmentioned_steady E g p e Hm r) Rinv). }
    assert (H := d_inv _ _ (IHe r Hp Ha Hs)). cbn beta in H. rewrite den_shift0 in H.
    apply H; exact Hn.
  - assert (H := derivable_pt_lim_comp _ exp 0 _ _ (IHe r Hp Ha Hs) (derivable_pt_lim_exp _)).
    cbn beta in H. rewrite den_shift0 in H. assert (P := d_power E r g l0 p e Hs). cbn [D den] in P. rewrite P. exact H.
  - destruct Hs as [Hm|[Hn Hs]].
    { rewrite (D_unmentioned E g l0 e Hm), Rmult_0_l.
      apply (d_steady r e (unmentioned_steady E g p e Hm r) ln). }
    assert (Hl : 0 < den (shift E g p 0) r e) by (rewrite den_shift0; exact Hn).
    assert (H := derivable_pt_lim_comp _ ln 0 _ _ (IHe r Hp Ha Hs) (derivable_pt_lim_ln _ Hl)).
    cbn beta in H. rewrite den_shift0 in H. rewrite Rmult_comm. exact H.
  - destruct Hs as [Hs|[Hn Hs]]; [apply (d_steady r e Hs step)|].
    apply (d_step _ _ (IHe r Hp Ha Hs)). rewrite den_shift0; exact Hn.
  - destruct Hs as [[Hc|Hn] Hs].
    + (* what does not move has the derivative 0, hence so has D *)
      assert (Hm := d_steady r e Hc relu). cbn beta in Hm.
      assert (H0 : den E r (D g l0 e) = 0)
        by exact (uniqueness_limite _ 0 _ _ (IHe r Hp Ha Hs) (d_steady r e Hc (fun a => a))).
      rewrite H0, Rmult_0_r. exact Hm.
    + assert (H := d_relu _ _ (IHe r Hp Ha Hs)). cbn beta in H. rewrite den_shift0 in H. apply H; exact Hn.
  - apply (derivable_pt_lim_ext (fun _ => delta (den_idx E r i) (den_idx E r j))); [|apply d_const].
    intro; rewrite !den_idx_shift; reflexivity.
  - apply andb_prop in Ha; destruct Ha as [Hk Ha]. apply negb_true_iff in Hk.
    apply (d_sum (size E s) (fun t i => den (shift E g p t) (upd r k i) e)
                 (fun i => den E (upd r k i) (D g l0 e))).
    intros i Hi. apply IHe; auto.
    rewrite map_den_idx_upd_out by exact Hk. exact Hp.
Qed.

Theorem D_correct e : forall r, p = map (den_idx E r) l0 -> apart l0 e = true -> smooth r e ->
  derivable_pt_lim (fun t => den (shift E g p t) r e) 0 (den E r (D g l0 e)).
Proof. exact (proj1 (D_correct_both e)). Qed.
End Correct.
