(** * Differentiation with respect to one entry of a tensor

    [D g l0 e] is the derivative of [e] with respect to the entry of tensor [g] at the place [l0], as an
    expression. [D_correct] says that it is the derivative in the sense of analysis, [derivable_pt_lim], wherever
    [e] is [smooth]: off the kinks of [Step] and [Relu], with denominators that are not 0 and logarithms of
    positive numbers, as far as the entry can move them. *)
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

Fixpoint D (g : name) (l0 : list idx) (e : expr) : expr :=
  match e with
  | Const _ | Size _ | Delta _ _ | Step _ | Max _ _ _ => Const 0
  | Entry f l => if N.eqb f g then deltas l l0 else Const 0
  | Add a b => Add (D g l0 a) (D g l0 b)
  | Neg a => Neg (D g l0 a)
  | Mul a b => Add (Mul (D g l0 a) b) (Mul a (D g l0 b))
  | Inv a => Neg (Mul (D g l0 a) (Mul (Inv a) (Inv a)))
  | Exp a => Mul (D g l0 a) (Exp a)
  | Ln a => Mul (D g l0 a) (Inv a)
  | Relu a => Mul (Step a) (D g l0 a)
  | Sum k s a => Sum k s (D g l0 a)
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

(** Whether entries of a tensor occur. *)
Fixpoint mentions (g : name) (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Delta _ _ => false
  | Entry f _ => N.eqb f g
  | Add a b | Mul a b => mentions g a || mentions g b
  | Neg a | Inv a | Ln a | Exp a | Step a | Relu a | Sum _ _ a | Max _ _ a => mentions g a
  end.

(** ** Where the expression is the derivative *)

Section Smooth.
Variables (E : env) (g : name) (p : list nat).

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
  | Max k s a => steady r e
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

Lemma D_unmentioned l0 e : mentions g e = false -> forall r, den E r (D g l0 e) = 0.
Proof.
  induction e; cbn [mentions D]; intros H r;
    try (apply orb_false_elim in H; destruct H); rewrite ?H; cbn [den];
    rewrite ?IHe, ?IHe1, ?IHe2 by auto; try (unfold ratio; simpl; ring).
  rewrite (sumn_ext _ _ (fun _ => 0)) by auto. apply sumn_0.
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

Lemma d_sum n : forall (f : R -> nat -> R) (l : nat -> R),
  (forall i, (i < n)%nat -> derivable_pt_lim (fun t => f t i) 0 (l i)) ->
  derivable_pt_lim (fun t => sumn n (f t)) 0 (sumn n l).
Proof.
  induction n; intros f l H; simpl; [apply d_const|].
  apply (derivable_pt_lim_plus (fun t => sumn n (f t)) (fun t => f t n)); auto.
Qed.

(** ** The theorem *)

Section Correct.
Variables (E : env) (g : name) (l0 : list idx) (p : list nat).

Lemma d_steady r a : steady E g p r a -> forall F : R -> R,
  derivable_pt_lim (fun t => F (den (shift E g p t) r a)) 0 0.
Proof.
  intros H F. apply (derivable_pt_lim_ext (fun _ => F (den E r a))); [|apply d_const].
  intro t; rewrite H; reflexivity.
Qed.

Theorem D_correct e : forall r, p = map (den_idx E r) l0 -> apart l0 e = true -> smooth E g p r e ->
  derivable_pt_lim (fun t => den (shift E g p t) r e) 0 (den E r (D g l0 e)).
Proof.
  induction e; intros r Hp Ha Hs; cbn [D den]; cbn [apart] in Ha; cbn [smooth] in Hs.
  - apply (d_const (ratio q)).
  - apply (d_const (INR (size E s))).
  - apply (derivable_pt_lim_ext (fun t =>
      entry E f (map (den_idx E r) l) + (if N.eqb f g && eq_places (map (den_idx E r) l) p then 1 else 0) * t)).
    { intro t. rewrite map_den_idx_shift. simpl. destruct (_ && _); lra. }
    destruct (N.eqb f g); simpl.
    + rewrite den_deltas, <- Hp. apply d_affine.
    + apply d_affine.
  - apply andb_prop in Ha; destruct Ha, Hs.
    apply (derivable_pt_lim_plus (fun t => den (shift E g p t) r e1) (fun t => den (shift E g p t) r e2)); auto.
  - apply (derivable_pt_lim_opp (fun t => den (shift E g p t) r e)); auto.
  - apply andb_prop in Ha; destruct Ha, Hs.
    assert (H3 := derivable_pt_lim_mult _ _ 0 _ _ (IHe1 r Hp H H1) (IHe2 r Hp H0 H2)).
    cbn beta in H3. rewrite !den_shift0 in H3. exact H3.
  - destruct Hs as [Hm|[Hn Hs]].
    { rewrite (D_unmentioned E g l0 e Hm), Rmult_0_l, Ropp_0.
      apply (d_steady r e (unmentioned_steady E g p e Hm r) Rinv). }
    assert (H := d_inv _ _ (IHe r Hp Ha Hs)). cbn beta in H. rewrite den_shift0 in H.
    apply H; exact Hn.
  - assert (H := derivable_pt_lim_comp _ exp 0 _ _ (IHe r Hp Ha Hs) (derivable_pt_lim_exp _)).
    cbn beta in H. rewrite den_shift0 in H. rewrite Rmult_comm. exact H.
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
  - apply (d_steady r (Max k s e) Hs (fun a => a)).
Qed.
End Correct.
