(** * What a generated theorem appeals to

    Two booleans, [gradient_check] and [value_check], are computed by the kernel, one for each result; the
    theorems [gradient_ok], [traced_ok] and [value_ok] say what they imply. The tactics at the end discharge what
    is left: that the tables of an environment are what the hypotheses of the theorem say. *)
From Coq Require Import Reals QArith Qreals NArith List Arith Lia Lra Bool.
From Yudo Require Import Language Derivative Norm Meaning Sound.
Import ListNotations.
Open Scope R_scope.

(** ** Where an objective may be differentiated *)

(** Visibly not less than 0. *)
Fixpoint nonnegative (c : ctx) (e : expr) : bool :=
  match e with
  | Mul a b =>
      eqe b a || eqe b (Mul a (Const 1)) || nonnegative c a && nonnegative c b
  | Add a b => nonnegative c a && nonnegative c b
  | Sum k s a => nonnegative (under c k s) a
  | _ => positive c e
  end.

(** Greater than 0, as something positive and a square are. *)
Definition above (c : ctx) (e : expr) : bool :=
  positive c e || match e with Add a b => positive c a && nonnegative c b | _ => false end.

Lemma sumn_nonneg n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sumn n f.
Proof.
  induction n; simpl; intro H; [lra|]. apply Rplus_le_le_0_compat; [apply IHn; auto|apply H; auto].
Qed.

Lemma nonnegative_ok E e : forall c r, good E c r -> nonnegative c e = true -> 0 <= den E r e.
Proof.
  induction e; cbn [nonnegative]; intros c r G H; try (apply Rlt_le, (positive_ok E _ c r G H)); cbn [den].
  - apply andb_prop in H; destruct H. apply Rplus_le_le_0_compat; eauto.
  - apply orb_prop in H; destruct H as [H|H].
    + apply orb_prop in H; destruct H as [H|H]; apply eqe_eq in H; rewrite H; cbn [den]; change (ratio 1) with 1;
        rewrite ?Rmult_1_r; apply Rle_0_sqr.
    + apply andb_prop in H; destruct H. apply Rmult_le_pos; eauto.
  - apply sumn_nonneg. intros i Hi. apply (IHe (under c k s)); auto using good_under.
Qed.

Lemma above_ok E e c r : good E c r -> above c e = true -> 0 < den E r e.
Proof.
  intros G H. apply orb_prop in H; destruct H as [H|H]; [apply (positive_ok E e c r G H)|].
  destruct e; try discriminate. apply andb_prop in H; destruct H as [H1 H2]. cbn [den].
  apply Rplus_lt_le_0_compat; [apply (positive_ok E _ c r G H1)|apply (nonnegative_ok E _ c r G H2)].
Qed.

(** Denominators and arguments of logarithms that the entry can move are visibly positive. *)
Fixpoint defined (g : name) (c : ctx) (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => defined g c a && defined g c b
  | Inv a | Ln a => negb (mentions g a) || (above c a && defined g c a)
  | Neg a | Exp a | Step a | Relu a => defined g c a
  | Sum k s a | Max k s a => defined g (under c k s) a
  end.

Section Kinks.
Variables (E : env) (g : name) (l0 : list idx) (p : list nat).

(** No argument of [Step] or [Relu] that the entry can move is 0. *)
Fixpoint off_kinks (r : name -> nat) (e : expr) : Prop :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => True
  | Add a b | Mul a b => off_kinks r a /\ off_kinks r b
  | Neg a | Inv a | Ln a | Exp a => off_kinks r a
  | Step a | Relu a =>
      if mentions g a then
        match a with
        | Entry f l => N.eqb f g && eq_places (map (den_idx E r) l) p = true -> den E r a <> 0
        | _ => den E r a <> 0 /\ off_kinks r a
        end
      else True
  | Sum k s a => forall i, (i < size E s)%nat -> off_kinks (upd r k i) a
  | Max k s a => if mentions g a then forall i, (i < size E s)%nat -> off_kinks (upd r k i) a else True
  end.

(** Whether the entry moves an expression, which then implies [K]: an entry of its tensor, at its place; of a
    [Relu], where it is not flat. *)
Fixpoint at_places (l l' : list nat) (K : Prop) : Prop :=
  match l, l' with
  | a :: l, b :: l' => a = b -> at_places l l' K
  | _, _ => K
  end.

Fixpoint moving (r : name -> nat) (e : expr) (K : Prop) : Prop :=
  match e with
  | Entry f l => if N.eqb f g then at_places (map (den_idx E r) l) p K else True
  | Relu a => 0 < den E r a -> moving r a K
  | _ => K
  end.

(** A maximum that the entry can move is attained at one place alone, if at one where it moves. *)
Definition alone (top : R) (same : Prop) (r r' : name -> nat) (b : expr) : Prop :=
  moving r b (den E r b = top -> den E r' b = top -> same).

Fixpoint off_ties (r : name -> nat) (e : expr) : Prop :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => True
  | Add a b | Mul a b => off_ties r a /\ off_ties r b
  | Neg a | Inv a | Ln a | Exp a | Step a | Relu a => off_ties r a
  | Sum k s a => forall i, (i < size E s)%nat -> off_ties (upd r k i) a
  | Max k s a =>
      if mentions g a
      then pairs E (alone (den E r e)) r e /\ forall i, (i < size E s)%nat -> inside E off_ties (upd r k i) a
      else True
  end.

(** Every kink is at an entry: then it is the moved one that must not be 0. *)
Fixpoint kinks_at_entries (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => kinks_at_entries a && kinks_at_entries b
  | Neg a | Inv a | Ln a | Exp a | Sum _ _ a => kinks_at_entries a
  | Max _ _ a => negb (mentions g a) || kinks_at_entries a
  | Step a | Relu a => match a with Entry _ _ => true | _ => false end
  end.

Fixpoint kinkless (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => kinkless a && kinkless b
  | Neg a | Inv a | Ln a | Exp a | Sum _ _ a => kinkless a
  | Max _ _ a => negb (mentions g a) || kinkless a
  | Step _ | Relu _ => false
  end.

Fixpoint tieless (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => tieless a && tieless b
  | Neg a | Inv a | Ln a | Exp a | Step a | Relu a | Sum _ _ a => tieless a
  | Max _ _ a => negb (mentions g a)
  end.

Lemma kinkless_ok e : forall r, kinkless e = true -> off_kinks r e.
Proof.
  induction e; cbn [kinkless off_kinks]; intros r H; auto; try discriminate;
    try (apply andb_prop in H; destruct H; auto).
  destruct (mentions g e); auto.
Qed.

Lemma kinks_at_entries_ok e : entry E g p <> 0 -> forall r, kinks_at_entries e = true -> off_kinks r e.
Proof.
  intro Hp. induction e; cbn [kinks_at_entries off_kinks]; intros r H; auto; try discriminate;
    try (apply andb_prop in H; destruct H; auto; fail);
    destruct (mentions g e); auto; destruct e; try discriminate;
    intro Hm; apply andb_prop in Hm; destruct Hm as [H1 H2];
    apply N.eqb_eq in H1; apply eq_places_true in H2; simpl; rewrite H1, H2; exact Hp.
Qed.

Lemma unmentioned_off_kinks e : mentions g e = false -> forall r, off_kinks r e.
Proof.
  induction e; simpl; intros H r; auto; try (apply orb_false_elim in H; destruct H; auto);
    rewrite H; exact I.
Qed.

Lemma tieless_ok e : forall r, tieless e = true -> off_ties r e.
Proof.
  induction e; simpl; intros r H; auto; try (apply andb_prop in H; destruct H; auto).
  apply negb_true_iff in H. rewrite H. exact I.
Qed.

Lemma moving_ok b (K : Prop) : forall r, p = map (den_idx E r) l0 ->
  den E r (D g l0 b) <> 0 -> moving r b K -> K.
Proof.
  assert (zero_is_none : forall r, den E r (Const 0) <> 0 -> K)
    by (intros r H; exfalso; apply H; unfold den, ratio; simpl; reflexivity).
  induction b; cbn [moving]; intros r Hp Hd Hm; try exact Hm; cbn [D] in Hd.
  - destruct (N.eqb f g); [|apply (zero_is_none r Hd)].
    rewrite den_deltas, <- Hp in Hd. destruct (eq_places _ p) eqn:He in Hd; [|lra].
    apply eq_places_true in He. rewrite He in Hm. clear - Hm.
    induction p; cbn [at_places] in Hm; auto.
  - cbn [den] in Hd. unfold step in Hd. destruct (Rlt_dec 0 (den E r b)) as [A|A]; [|lra].
    apply (IHb r Hp); auto. lra.
Qed.

Lemma lone_ok top b : forall same r r', p = map (den_idx E r) l0 -> apart l0 b = true ->
  twice E (alone top) same r r' b -> twice E (lone E g l0 top) same r r' b.
Proof.
  induction b; cbn [twice]; intros same r r' Hp Ha H;
    try (intro Hd; exact (moving_ok _ _ r Hp Hd H)).
  cbn [apart] in Ha. apply andb_prop in Ha; destruct Ha as [Hk Ha]. apply negb_true_iff in Hk.
  intros i j Hi Hj. apply IHb; auto. rewrite map_den_idx_upd_out by exact Hk. exact Hp.
Qed.

Definition smooth_at (e : expr) : Prop := forall c r, good E c r -> p = map (den_idx E r) l0 -> apart l0 e = true ->
  defined g c e = true -> off_kinks r e -> off_ties r e -> smooth E g l0 p r e.

Definition smooth_inside (e : expr) : Prop := forall c r, good E c r -> p = map (den_idx E r) l0 ->
  apart l0 e = true -> mentions g e = true -> defined g c e = true -> off_kinks r e -> inside E off_ties r e ->
  inside E (smooth E g l0 p) r e.

Lemma smooth_max k s e : smooth_inside e -> smooth_at (Max k s e) /\ smooth_inside (Max k s e).
Proof.
  intro IH.
  assert (X : forall c r, good E c r -> p = map (den_idx E r) l0 -> apart l0 (Max k s e) = true ->
    mentions g e = true -> defined g c (Max k s e) = true -> off_kinks r (Max k s e) ->
    (forall i, (i < size E s)%nat -> inside E off_ties (upd r k i) e) ->
    forall i, (i < size E s)%nat -> inside E (smooth E g l0 p) (upd r k i) e).
  { intros c r G Hp Ha Hm H K T i Hi. cbn [apart] in Ha. apply andb_prop in Ha; destruct Ha as [Hk Ha].
    apply negb_true_iff in Hk. cbn [defined] in H. cbn [off_kinks] in K. rewrite Hm in *.
    apply (IH (under c k s)); auto using good_under. rewrite map_den_idx_upd_out by exact Hk. exact Hp. }
  split.
  - intros c r G Hp Ha H K T. cbn [off_ties] in T. cbn [smooth].
    destruct (mentions g e) eqn:Hm; [right|left; reflexivity]. destruct T as [T1 T2]. split.
    + cbn [apart] in Ha. apply andb_prop in Ha; destruct Ha as [Hk Ha]. apply negb_true_iff in Hk.
      intros i j Hi Hj. apply lone_ok; auto. rewrite map_den_idx_upd_out by exact Hk. exact Hp.
    + apply (X c r); auto.
  - intros c r G Hp Ha Hm H K T. exact (X c r G Hp Ha Hm H K T).
Qed.

Lemma smooth_both e : smooth_at e /\ smooth_inside e.
Proof.
  induction e; try destruct IHe as [IHe IHi]; try destruct IHe1 as [IHe1 _]; try destruct IHe2 as [IHe2 _];
    try (apply smooth_max; exact IHi);
    match goal with |- smooth_at ?e /\ _ => assert (C : smooth_at e) end;
    try (split; [exact C|intros c r G Hp Ha _; apply (C c r G Hp Ha)]);
    intros c r G Hp Ha H K T; cbn [apart] in Ha; cbn [defined] in H; cbn [off_kinks] in K;
    cbn [off_ties] in T; cbn [smooth]; try exact I;
    try (apply andb_prop in Ha; apply andb_prop in H; destruct Ha, H, K, T; split;
         [eapply IHe1|eapply IHe2]; eassumption);
    try (eapply IHe; eassumption).
  - destruct (mentions g e); [right|left; reflexivity].
    apply andb_prop in H; destruct H as [H1 H2]. split; [|eapply IHe; eassumption].
    apply Rgt_not_eq, (above_ok E e c r G H1).
  - destruct (mentions g e); [right|left; reflexivity].
    apply andb_prop in H; destruct H as [H1 H2]. split; [|eapply IHe; eassumption].
    apply (above_ok E e c r G H1).
  - destruct (mentions g e) eqn:Q; [|left; apply (unmentioned_steady E g p); exact Q].
    destruct e; try (right; destruct K; split; [|eapply IHe]; eassumption).
    destruct (N.eqb f g && eq_places (map (den_idx E r) l) p) eqn:Hm.
    + right; split; [auto|exact I].
    + left. intro t. simpl. rewrite map_den_idx_shift, Hm. reflexivity.
  - destruct (mentions g e) eqn:Q;
      [|split; [left; apply (unmentioned_steady E g p); exact Q|
                eapply IHe; try eassumption; apply unmentioned_off_kinks; exact Q]].
    destruct e; try (destruct K as [K1 K2]; split; [right; exact K1|eapply IHe; eassumption]).
    destruct (N.eqb f g && eq_places (map (den_idx E r) l) p) eqn:Hm.
    + split; [right; auto|exact I].
    + split; [left|exact I]. intro t. simpl. rewrite map_den_idx_shift, Hm. reflexivity.
  - apply andb_prop in Ha; destruct Ha as [Hk Ha]. apply negb_true_iff in Hk.
    intros i Hi. apply (IHe (under c k s)); auto using good_under.
    rewrite map_den_idx_upd_out by exact Hk. exact Hp.
Qed.

Lemma smooth_ok c r e : good E c r -> p = map (den_idx E r) l0 -> apart l0 e = true -> defined g c e = true ->
  off_kinks r e -> off_ties r e -> smooth E g l0 p r e.
Proof. apply smooth_both. Qed.
End Kinks.

(** ** Results *)

(** What is positive is so in its normal form, too, which is how it is met: after one pass, and after two, which
    turns the order of the terms around. *)
Definition settled (c : ctx) : ctx :=
  let once := map (fun f => reify (norm c f)) (facts c) in
  {| ranges := ranges c; domains := domains c;
     facts := facts c ++ once ++ map (fun f => reify (norm c f)) once |}.

Lemma settled_ok E c r : good E c r -> good E (settled c) r.
Proof.
  intros G.
  assert (once : forall l, Forall (fun f => 0 < den E r f) l ->
                           Forall (fun f => 0 < den E r f) (map (fun f => reify (norm c f)) l)).
  { induction 1; constructor; auto. rewrite reify_ok, (norm_ok E _ c r G). assumption. }
  destruct G as [Hs Hr Hd Hf]. constructor; auto. cbn [facts settled]. apply Forall_forall.
  apply Forall_forall in Hf. repeat (apply Forall_app; split); auto.
Qed.


(** A gradient: the objective, the closed form of the record, and what the code computes for one entry. *)
Definition gradient_check n c g l0 objective closed code : bool :=
  apart l0 objective && defined g c objective && same n (settled c) (D g l0 objective) code && same n (settled c) closed code.

Theorem gradient_ok E c r n g l0 objective closed code :
  good E c r ->
  off_kinks E g (map (den_idx E r) l0) r objective ->
  off_ties E g (map (den_idx E r) l0) r objective ->
  gradient_check n c g l0 objective closed code = true ->
  derivable_pt_lim (fun t => den (shift E g (map (den_idx E r) l0) t) r objective) 0 (den E r code)
  /\ den E r closed = den E r code.
Proof.
  intros G K T H. unfold gradient_check in H.
  repeat match goal with H : _ && _ = true |- _ => apply andb_prop in H; destruct H end.
  split; [|eapply same_ok; [apply settled_ok|]; eassumption].
  rewrite <- (same_ok E n (settled c) r (D g l0 objective) code) by (try apply settled_ok; assumption).
  apply D_correct; auto; [apply (sizes_good c r G)|]. eapply smooth_ok; eauto.
Qed.

(** The same for a forward pass, too. It may take maxima and divide by what is not visibly positive: it is shown
    equal to the objective wherever the entry has moved to, and the objective is differentiated. *)
Definition traced_check n c g l0 forward objective closed code : bool :=
  forallb (fun f => negb (mentions g f)) (facts c) && same n (settled c) forward objective
  && gradient_check n c g l0 objective closed code.

Lemma good_shift E c r g p t :
  forallb (fun f => negb (mentions g f)) (facts c) = true -> good E c r -> good (shift E g p t) c r.
Proof.
  intros H [Hs Hr Hd Hf]. constructor; auto. intros f Hin.
  rewrite forallb_forall in H. assert (Hn := H f Hin). apply negb_true_iff in Hn.
  rewrite (unmentioned_steady E g p f Hn r t). auto.
Qed.

Theorem traced_ok E c r n g l0 forward objective closed code :
  good E c r ->
  off_kinks E g (map (den_idx E r) l0) r objective ->
  off_ties E g (map (den_idx E r) l0) r objective ->
  traced_check n c g l0 forward objective closed code = true ->
  derivable_pt_lim (fun t => den (shift E g (map (den_idx E r) l0) t) r forward) 0 (den E r code)
  /\ derivable_pt_lim (fun t => den (shift E g (map (den_idx E r) l0) t) r objective) 0 (den E r code)
  /\ den E r closed = den E r code.
Proof.
  intros G K T H. unfold traced_check in H. apply andb_prop in H; destruct H as [H H3].
  apply andb_prop in H; destruct H as [H1 H2].
  destruct (gradient_ok E c r n g l0 objective closed code G K T H3) as [HD HC].
  split; [|split; assumption].
  refine (derivable_pt_lim_ext _ _ _ _ _ HD). intro t. symmetry.
  apply (same_ok _ n (settled c) r); [apply settled_ok, good_shift; assumption|exact H2].
Qed.

(** A value: what the record starts from, its closed form, and what the code computes. *)
Definition value_check n c start closed code : bool := same n (settled c) start code && same n (settled c) closed code.

Theorem value_ok E c r n start closed code :
  good E c r -> value_check n c start closed code = true ->
  den E r start = den E r code /\ den E r closed = den E r code.
Proof. intros G H. apply andb_prop in H; destruct H. split; (eapply same_ok; [apply settled_ok|]; eassumption). Qed.

(** A closed form of the record alone, for a statement that no single run of the code computes. *)
Theorem derived_ok E c r n g l0 objective closed :
  good E c r ->
  off_kinks E g (map (den_idx E r) l0) r objective ->
  off_ties E g (map (den_idx E r) l0) r objective ->
  gradient_check n c g l0 objective closed closed = true ->
  derivable_pt_lim (fun t => den (shift E g (map (den_idx E r) l0) t) r objective) 0 (den E r closed).
Proof. intros G K T H. exact (proj1 (gradient_ok E c r n g l0 objective closed closed G K T H)). Qed.

(** An equality that the record alone states. *)
Theorem equal_ok E c r n start closed :
  good E c r -> same n (settled c) start closed = true -> den E r start = den E r closed.
Proof. intros G H. eapply same_ok; [apply settled_ok|]; eassumption. Qed.

(** ** Contexts of generated theorems *)

(** For all places along the given axes. *)
Fixpoint everywhere (E : env) (ds : list name) (P : list nat -> Prop) : Prop :=
  match ds with
  | [] => P []
  | d :: ds => forall n, (n < size E d)%nat -> everywhere E ds (fun l => P (n :: l))
  end.

Lemma everywhere_ok E l ds : Forall2 (fun n d => (n < size E d)%nat) l ds -> forall P, everywhere E ds P -> P l.
Proof. induction 1 as [|n d l ds Hn _ IH]; simpl; intros P H; [exact H|]. apply (IH (fun l => P (n :: l))); auto. Qed.

Fixpoint labels_good (E : env) (y : nat) (domains : list (list name * name)) : Prop :=
  match domains with
  | [] => True
  | (ds, g) :: domains =>
      everywhere E ds (fun l => (label E (N.of_nat y) l < size E g)%nat) /\ labels_good E (S y) domains
  end.

Lemma labels_good_ok E domains : forall k, labels_good E k domains -> forall y ds g l,
  nth_error domains y = Some (ds, g) -> Forall2 (fun n d => (n < size E d)%nat) l ds ->
  (label E (N.of_nat (k + y)) l < size E g)%nat.
Proof.
  induction domains as [|[d0 g0] rest IH]; intros k H y ds g l Hy Hn; [destruct y; discriminate|].
  destruct H as [H0 H]. destruct y as [|y]; simpl in Hy.
  - inversion Hy; subst. rewrite Nat.add_0_r. apply (everywhere_ok E l ds Hn _ H0).
  - rewrite <- Nat.add_succ_comm. apply (IH (S k) H y ds g); assumption.
Qed.

Lemma table_pos l : Forall (fun s => 0 < s)%nat l -> forall s, (0 < table l 1%nat s)%nat.
Proof.
  intros H s. unfold table. destruct (nth_in_or_default (N.to_nat s) l 1%nat) as [Hin|Hd]; [|rewrite Hd; lia].
  rewrite Forall_forall in H. auto.
Qed.

Lemma range_of_in c v s : range_of c v = Some s -> In (v, s) (ranges c).
Proof.
  unfold range_of. destruct (find _ _) as [[w t]|] eqn:H; simpl; intro X; inversion X; subst.
  apply find_some in H. destruct H as [H Hv]. simpl in Hv. apply N.eqb_eq in Hv; subst. exact H.
Qed.

Lemma good_tables sizes tensors labels c r :
  let E := tables sizes tensors labels in
  Forall (fun s => 0 < s)%nat sizes ->
  Forall (fun b => (r (fst b) < size E (snd b))%nat) (ranges c) ->
  labels_good E 0 (domains c) ->
  Forall (fun f => 0 < den E r f) (facts c) ->
  good E c r.
Proof.
  intros E Hs Hr Hl Hf. constructor.
  - apply table_pos; exact Hs.
  - intros v s H. apply range_of_in in H. rewrite Forall_forall in Hr. apply (Hr (v, s) H).
  - intros y ds g l Hy Hn. rewrite <- (N2Nat.id y). apply (labels_good_ok E (domains c) 0 Hl _ ds g); assumption.
  - rewrite Forall_forall in Hf. exact Hf.
Qed.

(** Everything the tables must satisfy is a hypothesis of the theorem. *)
Ltac by_hypotheses :=
  repeat (apply Forall_cons; [first [assumption | cbn; lia | cbn; nia]|]); try apply Forall_nil; repeat (split; [assumption|]); try exact I.

Ltac context_holds := apply good_tables; by_hypotheses.

(** Where both [b ^ t] and [b ^ (t - 1)] are spoken of, the one is a product. *)
Lemma pow_step b t : (0 < t)%nat -> pow b t = b * pow b (t - 1)%nat.
Proof. destruct t; [lia|]. intros _. simpl. rewrite Nat.sub_0_r. reflexivity. Qed.

Ltac one_step_apart b t :=
  let E := fresh in
  assert (E : pow b t = b * pow b (t - 1)%nat) by (apply pow_step; assumption); rewrite E in *; clear E.

(** Each argument that must not be 0 is not 0 by a hypothesis. *)
Ltac kinks_by_hypotheses :=
  cbn [off_kinks mentions N.eqb Pos.eqb orb];
  repeat match goal with
         | |- _ /\ _ => split
         | |- True => exact I
         | |- forall _, _ => intro
         | |- _ -> _ => intro
         end;
  cbv beta iota zeta delta [den den_idx map size entry label upd N.eqb Pos.eqb]; cbn [size];
  match goal with H : _ |- _ <> 0 => eapply H; eassumption end.

Ltac no_kinks :=
  first [ apply kinkless_ok; reflexivity
        | apply kinks_at_entries_ok; [assumption|reflexivity]
        | kinks_by_hypotheses ].

(** That a maximum is attained at one place is a hypothesis, word for word. *)
Ltac ties_by_hypotheses :=
  cbn [off_ties inside mentions N.eqb Pos.eqb orb];
  repeat match goal with
         | |- _ /\ _ => split
         | |- True => exact I
         | |- forall _, _ => intro
         | |- _ -> _ => intro
         end;
  cbv beta iota zeta delta [pairs twice alone moving at_places den den_idx map size entry label upd N.eqb Pos.eqb];
  cbn [size];
  match goal with H : _ |- _ => eapply H; eassumption end.

Ltac no_ties := first [apply tieless_ok; reflexivity | ties_by_hypotheses].

(** The one computation of a proof. *)
Ltac computed := vm_compute; reflexivity.
