(** * The programs of [Norm] preserve meaning

    The last theorem is the one that matters: if [same] answers [true], both expressions have the same value
    wherever the context holds ([good]). *)
From Coq Require Import Reals QArith Qreals NArith List Arith Lia Lra Bool Permutation.
From Yudo Require Import Language Norm Meaning.
Import ListNotations.
Open Scope R_scope.

Section Sound.
Variable E : env.

Local Notation good := (good E).
Local Notation nested := (nested E).
Local Notation product := (product E).
Local Notation den_term := (den_term E).
Local Notation den_poly := (den_poly E).

Ltac inv H := inversion H; subst; clear H.

(** ** What is positive *)

Lemma Qpositive_ok q : Qpositive q = true -> 0 < ratio q.
Proof.
  rewrite ratio_Q2R. unfold Qpositive, Q2R. destruct q as [a b]; simpl. destruct a; try discriminate. intros _.
  apply Rmult_lt_0_compat; [apply IZR_lt; reflexivity|]. apply Rinv_0_lt_compat, IZR_lt; reflexivity.
Qed.

Lemma positive_ok e : forall c r, good c r -> positive c e = true -> 0 < den E r e.
Proof.
  induction e; intros c r G H; cbn [positive] in H; apply orb_prop in H; destruct H as [H|H];
    try (apply existsb_exists in H; destruct H as [x [Hx He]]; apply eqe_eq in He; subst;
         apply (facts_good c r G); exact Hx);
    try discriminate; cbn [den].
  - apply Qpositive_ok; auto.
  - apply lt_0_INR, (sizes_good c r G).
  - apply andb_prop in H; destruct H. apply Rplus_lt_0_compat; eauto.
  - apply andb_prop in H; destruct H. apply Rmult_lt_0_compat; eauto.
  - apply Rinv_0_lt_compat; eauto.
  - apply exp_pos.
  - apply sumn_pos; [apply (sizes_good c r G)|]. intros i Hi. apply (IHe (under c k s)); auto using good_under.
Qed.

(** ** Factors that meet *)

Definition denO r (o : option expr) : R := match o with Some h => den E r h | None => 1 end.

Lemma step_idem a : step a * step a = step a.
Proof. unfold step. destruct (Rlt_dec 0 a); ring. Qed.

Section Meet.
Variables (c : ctx) (r : name -> nat).
Hypothesis G : good c r.

Lemma cancel a g : eqe a g && positive c g = true -> / den E r a * den E r g = 1.
Proof.
  intro H; apply andb_prop in H; destruct H as [H1 H2]; apply eqe_eq in H1; subst.
  assert (X := positive_ok g c r G H2). field. lra.
Qed.

Lemma combine_ok f g o : combine c f g = Some o -> denO r o = den E r f * den E r g.
Proof.
  assert (Right : forall b, (if eqe f b && positive c f then Some (@None expr) else None) = Some o -> g = Inv b ->
            denO r o = den E r f * den E r g).
  { intros b H ->. destruct (eqe f b && positive c f) eqn:Hc; [|discriminate]. inv H. simpl.
    apply andb_prop in Hc; destruct Hc as [H1 H2]; apply eqe_eq in H1; subst.
    assert (X := positive_ok b c r G H2). field. lra. }
  destruct f; destruct g; cbn [combine]; intro H; try discriminate H;
    try (eapply Right; [exact H|reflexivity]);
    try (match type of H with (if ?b then _ else _) = _ => destruct b eqn:Hc; [|discriminate H] end; inv H;
         simpl; symmetry; apply (cancel _ _ Hc)).
  - (* exponentials *)
    unfold combine_exp in H.
    destruct f; try discriminate H. destruct f1; try discriminate H.
    destruct g; try discriminate H. destruct g1; try discriminate H.
    destruct (eqe f2 g2) eqn:Hx; [|discriminate H]. apply eqe_eq in Hx; subst.
    cbn [den]. rewrite <- exp_plus, <- Rmult_plus_distr_r, <- ratio_plus, <- (ratio_red (q + q0)).
    revert H. generalize (Qred (q + q0)); intros e H. cbv zeta in H.
    destruct (Qeq_bool e 0) eqn:Hz; inv H; cbn [denO den]; [|reflexivity].
    rewrite (ratio_0 _ Hz), Rmult_0_l, exp_0; reflexivity.
  - destruct (eqe f g) eqn:Hx; [|discriminate H]. apply eqe_eq in Hx; subst. inv H.
    simpl. rewrite step_idem; reflexivity.
  - destruct (eqe (Delta i j) (Delta i0 j0)) eqn:Hx; [|discriminate H]. apply eqe_eq in Hx. inv Hx. inv H.
    simpl. unfold delta. destruct (Nat.eqb _ _); ring.
Qed.

Lemma meet_ok l : forall f, product r (meet c f l) = den E r f * product r l.
Proof.
  induction l as [|g l IH]; intro f; simpl; [ring|].
  destruct (combine c f g) as [[h|]|] eqn:Hc.
  - apply combine_ok in Hc; simpl in Hc. rewrite IH, Hc; ring.
  - apply combine_ok in Hc; simpl in Hc. rewrite <- Rmult_assoc, <- Hc; ring.
  - simpl. rewrite IH; ring.
Qed.

Lemma meets_ok l : product r (meets c l) = product r l.
Proof. unfold meets. induction l; simpl; [reflexivity|]. rewrite meet_ok, IHl; reflexivity. Qed.
End Meet.

(** * Deltas *)

Lemma in_range_ok c r i : forall s, good c r -> in_range c i s = true -> (den_idx E r i < size E s)%nat.
Proof.
  induction i as [v|n|y l IH|s'|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; intros s G H; try discriminate.
  - destruct (range_of c v) eqn:Hv; [|discriminate]. apply N.eqb_eq in H; subst.
    apply (ranges_good c r G _ _ Hv).
  - apply Nat.eqb_eq in H; subst. apply (sizes_good c r G).
  - destruct (nth_error (domains c) (N.to_nat y)) as [[ds g]|] eqn:Hy; [|discriminate].
    apply andb_prop in H; destruct H as [H1 H2]. apply N.eqb_eq in H1; subst.
    apply (domains_good c r G _ _ _ _ Hy). clear Hy. revert ds H2.
    induction IH as [|i l Hi _ IHl]; intros [|d ds] H2; try discriminate H2; simpl; constructor;
      apply andb_prop in H2; destruct H2; auto.
Qed.

Lemma collapse_at_ok c r bs i j rest bs' fs' : good c r ->
  collapse_at c bs i j rest = Some (bs', fs') ->
  nested r bs (fun q => den E q (Delta i j) * product q rest) = nested r bs' (fun q => product q fs').
Proof.
  intros Hg H. unfold collapse_at in H. destruct i as [k| | | | | |]; try discriminate.
  match type of H with context [find ?f bs] => destruct (find f bs) as [[k' s]|]; [|discriminate] end.
  destruct (_ && _) eqn:Hc in H; [|discriminate]. inv H.
  apply andb_prop in Hc; destruct Hc as [Hc H5]. apply andb_prop in Hc; destruct Hc as [Hc H4].
  apply andb_prop in Hc; destruct Hc as [Hc H3]. apply andb_prop in Hc; destruct Hc as [H1 H2].
  apply permb_ok in H1. apply nodupb_ok in H2. apply negb_true_iff in H3.
  rewrite (nested_perm _ _ H1 H2).
  2:{ intros a b Hab. rewrite (den_ext _ a b), (pext_product rest a b) by auto; reflexivity. }
  rewrite nested_app. apply (nested_good _ c); [exact Hg|]. intros q Hq. cbn [Meaning.nested den den_idx].
  rewrite product_subst by exact H5.
  rewrite <- (sumn_delta (size E s) (den_idx E q j) (fun a => product (upd q k a) rest))
    by (apply (in_range_ok _ _ _ _ Hq H4)).
  apply sumn_ext; intros a _. rewrite den_idx_upd_out by exact H3.
  unfold upd at 1; rewrite N.eqb_refl. reflexivity.
Qed.

Lemma first_ok {A B} (f : A -> option B) l b : first f l = Some b -> exists a, In a l /\ f a = Some b.
Proof.
  induction l as [|a l IH]; simpl; [discriminate|]. destruct (f a) eqn:Hf; intro H.
  - inv H. exists a; auto.
  - destruct (IH H) as [a' [H1 H2]]. exists a'; auto.
Qed.

Lemma collapse_one_ok c r bs fs bs' fs' : good c r -> collapse_one c bs fs = Some (bs', fs') ->
  nested r bs (fun q => product q fs) = nested r bs' (fun q => product q fs').
Proof.
  intros Hg H. apply first_ok in H. destruct H as [[f rest] [Hin H]]. apply picks_perm0 in Hin.
  rewrite (nested_ext bs r _ (fun q => den E q f * product q rest))
    by (intro q; rewrite (product_perm q _ _ Hin); reflexivity).
  destruct f; try discriminate.
  destruct (collapse_at c bs i j rest) as [y|] eqn:Hc.
  - inv H. apply (collapse_at_ok c); auto.
  - rewrite <- (collapse_at_ok c r bs j i rest _ _ Hg H). apply nested_ext; intro q.
    simpl. rewrite delta_sym; reflexivity.
Qed.

Lemma collapse_ok n : forall c r bs fs bs' fs', good c r -> collapse n c bs fs = (bs', fs') ->
  nested r bs (fun q => product q fs) = nested r bs' (fun q => product q fs').
Proof.
  induction n; simpl; intros c r bs fs bs' fs' Hg H; [inv H; reflexivity|].
  destruct (collapse_one c bs fs) as [[b1 f1]|] eqn:H1; [|inv H; reflexivity].
  rewrite (collapse_one_ok _ _ _ _ _ _ Hg H1). apply (IHn c); auto.
Qed.

Lemma align_at_ok r f rest fs' : align_at f rest = Some fs' -> product r fs' = den E r f * product r rest.
Proof.
  unfold align_at. destruct f; try discriminate.
  assert (X : forall k kept, den E r (Delta i j) = delta (r k) (den_idx E r kept) ->
     (if existsb (occurs k) rest && negb (occurs_idx k kept) && forallb (nocap k kept) rest
      then Some (Delta i j :: map (subst k kept) rest) else None) = Some fs' ->
     product r fs' = den E r (Delta i j) * product r rest).
  { intros k kept Hd H. destruct (_ && _) eqn:Hc in H; [|discriminate]. inv H.
    apply andb_prop in Hc; destruct Hc as [_ Hc]. cbn [Meaning.product]. rewrite Hd. unfold delta.
    destruct (Nat.eqb (r k) (den_idx E r kept)) eqn:He; [|ring]. f_equal.
    rewrite product_subst by exact Hc. apply pext_product. intro v. unfold upd.
    destruct (N.eqb v k) eqn:Hv; auto. apply N.eqb_eq in Hv. apply Nat.eqb_eq in He. subst; auto. }
  destruct j; destruct i; try discriminate; apply X; simpl; try reflexivity; apply delta_sym.
Qed.

Lemma align_ok r fs : product r (align fs) = product r fs.
Proof.
  unfold align. destruct (first _ (picks [] fs)) as [fs'|] eqn:H; [|reflexivity].
  apply first_ok in H. destruct H as [[f rest] [Hin H]]. apply picks_perm0 in Hin.
  rewrite (product_perm r _ _ Hin). apply align_at_ok; auto.
Qed.

(** * Idle binders *)

Lemma nested_upd_out fs k a bs r : existsb (occurs k) fs = false ->
  nested (upd r k a) bs (fun q => product q fs) = nested r bs (fun q => product q fs).
Proof.
  intro Ho. apply (nested_rel bs (fun x y => forall v, existsb (occurs v) fs = true -> x v = y v)).
  - intros x y l t j _ H v Hv. unfold upd. destruct (N.eqb v l); auto.
  - intros x y H. apply product_agree; auto.
  - intros v Hv. unfold upd. destruct (N.eqb v k) eqn:Hk; auto. apply N.eqb_eq in Hk; congruence.
Qed.

Definition szs (ex : list expr) : Prop := forall f, In f ex -> exists s, f = Size s.

Lemma drop_idle_ok fs : forall bs bs' ex, drop_idle bs fs = (bs', ex) ->
  szs ex /\ forall r, nested r bs (fun q => product q fs) = product r ex * nested r bs' (fun q => product q fs).
Proof.
  induction bs as [|[k s] bs IH]; simpl; intros bs' ex H.
  - inv H. split; [intros f []|]. intro; simpl; ring.
  - destruct (drop_idle bs fs) as [b1 e1] eqn:H1. destruct (IH _ _ eq_refl) as [Hs Hd].
    assert (Hc : forall a r, product (upd r k a) e1 = product r e1).
    { intros a r. apply product_agree. intros v Hv. exfalso. apply existsb_exists in Hv.
      destruct Hv as [f [Hf Ho]]. destruct (Hs f Hf) as [t ->]. discriminate. }
    destruct (existsb (occurs k) fs) eqn:Ho; inv H.
    + split; [exact Hs|]. intro r. simpl. rewrite <- sumn_scal. apply sumn_ext; intros a _.
      rewrite Hd, Hc; reflexivity.
    + split; [intros f [<-|Hf]; [exists s; reflexivity|auto]|]. intro r. simpl.
      rewrite (sumn_ext _ _ (fun _ => product r e1 * nested r bs' (fun q => product q fs))).
      2:{ intros a _. rewrite Hd, Hc, nested_upd_out by exact Ho. reflexivity. }
      rewrite sumn_const; ring.
Qed.

(** * One term, then a sum of terms *)

Lemma simplify_term_ok c r t : good c r -> den_term r (simplify_term c t) = den_term r t.
Proof.
  intro Hg. destruct t as [[q bs] fs]. unfold simplify_term.
  destruct (collapse (length bs) c bs fs) as [bs1 fs1] eqn:H1.
  set (fs2 := align (align fs1)). destruct (drop_idle bs1 fs2) as [bs3 ex] eqn:H3.
  rewrite canonical_ok. unfold den_term. f_equal.
  destruct (drop_idle_ok _ _ _ _ H3) as [Hs Hd].
  rewrite (nested_good bs3 c r _ (fun q => product q ex * product q fs2) Hg)
    by (intros; rewrite meets_ok, product_app by assumption; reflexivity).
  rewrite nested_pull.
  2:{ intros b _. destruct (existsb (occurs (fst b)) ex) eqn:He; [|reflexivity].
      apply existsb_exists in He. destruct He as [f [Hf Ho]]. destruct (Hs f Hf) as [t ->]. discriminate. }
  rewrite <- Hd. unfold fs2.
  rewrite (nested_ext bs1 r _ (fun q => product q fs1)) by (intro; rewrite !align_ok; reflexivity).
  symmetry. apply (collapse_ok _ _ _ _ _ _ _ Hg H1).
Qed.

Lemma eq_binders_eq a : forall b, eq_binders a b = true -> a = b.
Proof.
  induction a as [|[k s] a IH]; destruct b as [|[l t] b]; simpl; intro H; try discriminate; auto.
  apply andb_prop in H; destruct H as [H H2]. apply andb_prop in H; destruct H as [H0 H1].
  apply N.eqb_eq in H0, H1. apply IH in H2. congruence.
Qed.

Lemma eq_factors_eq a : forall b, eq_factors a b = true -> a = b.
Proof.
  induction a as [|x a IH]; destruct b as [|y b]; simpl; intro H; try discriminate; auto.
  apply andb_prop in H; destruct H as [H H2]. apply eqe_eq in H. apply IH in H2. congruence.
Qed.

Lemma add_term_ok r t p : den_poly r (add_term t p) = den_term r t + den_poly r p.
Proof.
  induction p as [|u p IH]; [reflexivity|].
  destruct t as [[c bs] fs], u as [[d bs'] fs']. cbn [add_term].
  destruct (eq_binders bs bs' && eq_factors fs fs') eqn:He.
  - apply andb_prop in He; destruct He as [H1 H2]. apply eq_binders_eq in H1. apply eq_factors_eq in H2. subst.
    assert (X : ratio (Qred (c + d)) = ratio c + ratio d) by (rewrite ratio_red, ratio_plus; reflexivity).
    revert X. generalize (Qred (c + d)); intros e X. cbv zeta.
    destruct (Qeq_bool e 0) eqn:Hz; cbn [Meaning.den_poly Meaning.den_term].
    + rewrite (ratio_0 _ Hz) in X. transitivity ((ratio c + ratio d) * nested r bs' (fun q => product q fs') + den_poly r p); [|ring].
      rewrite <- X; ring.
    + rewrite X; ring.
  - cbn [Meaning.den_poly] in *. rewrite IH. ring.
Qed.

Lemma simplify_ok c r p : good c r -> den_poly r (simplify c p) = den_poly r p.
Proof.
  intro Hg. unfold simplify. induction p as [|t p IH]; [reflexivity|].
  cbn [filter]. destruct (negb (Qeq_bool (fst (fst t)) 0)) eqn:Hz; cbn [map fold_right Meaning.den_poly].
  - rewrite add_term_ok, simplify_term_ok, IH by exact Hg. reflexivity.
  - rewrite IH. destruct t as [[q bs] fs]; simpl in *. apply negb_false_iff in Hz.
    rewrite (ratio_0 _ Hz). ring.
Qed.

(** * Functions of a normal form *)

Lemma filter_split (f : expr -> bool) r l :
  product r l = product r (filter (fun x => negb (f x)) l) * product r (filter f l).
Proof. induction l; simpl; [ring|]. destruct (f a); simpl; rewrite IHl; ring. Qed.

Lemma split_ok r bs fs : nested r bs (fun q => product q fs) = product r (outer bs fs ++ core bs fs).
Proof.
  rewrite product_app. unfold outer.
  rewrite (nested_ext bs r _ (fun q => product q (filter (fun f => negb (depends bs f)) fs) * product q (inner bs fs)))
    by (intro; apply filter_split).
  rewrite nested_pull.
  - f_equal. destruct bs as [|b bs]; [|unfold core; cbn [Meaning.product]; rewrite sums_ok, Rmult_1_r;
      apply nested_ext; intro; symmetry; apply prods_ok].
    cbn [Meaning.nested core Meaning.product]. unfold inner, depends; simpl.
    replace (filter (fun _ => false) fs) with (@nil expr) by (induction fs; auto). reflexivity.
  - intros b Hb. destruct (existsb (occurs (fst b)) _) eqn:He; [|reflexivity].
    apply existsb_exists in He. destruct He as [f [Hf Ho]]. apply filter_In in Hf. destruct Hf as [_ Hf].
    apply negb_true_iff in Hf. unfold depends in Hf. rewrite (existsb_false _ _ Hf b Hb) in Ho; discriminate.
Qed.

Lemma inv_factor_ok r f : den E r (inv_factor f) = / den E r f.
Proof.
  destruct f; try reflexivity.
  - simpl. rewrite Rinv_inv; reflexivity.
  - destruct f; try reflexivity. destruct f1; try reflexivity.
    cbn [inv_factor den]. rewrite ratio_red, ratio_opp, <- exp_Ropp. f_equal; ring.
  - simpl. unfold step. destruct (Rlt_dec _ _); [rewrite Rinv_1|rewrite Rinv_0]; reflexivity.
  - simpl. unfold delta. destruct (Nat.eqb _ _); [rewrite Rinv_1|rewrite Rinv_0]; reflexivity.
Qed.

Lemma product_inv r l : product r (map inv_factor l) = / product r l.
Proof. induction l; simpl; [rewrite Rinv_1; auto|]. rewrite inv_factor_ok, IHl, Rinv_mult; reflexivity. Qed.

Lemma single_ok r f : den_poly r (single f) = den E r f.
Proof. unfold single. simpl. change (ratio 1) with 1. ring. Qed.

Lemma one_ok r : den_poly r one = 1.
Proof. unfold one. simpl. change (ratio 1) with 1. ring. Qed.

Lemma reified (F : expr -> expr) (h : R -> R) r p :
  (forall e, den E r (F e) = h (den E r e)) -> den_poly r (single (F (reify p))) = h (den_poly r p).
Proof. intro H. rewrite single_ok, H, reify_ok; reflexivity. Qed.

Lemma neg_poly_ok r p : den_poly r (neg_poly p) = - den_poly r p.
Proof.
  induction p as [|[[c bs] fs] p IH]; simpl in *; [ring|]. rewrite IH, ratio_opp. ring.
Qed.

Lemma sum_poly_ok r k s p : den_poly r (sum_poly k s p) = sumn (size E s) (fun i => den_poly (upd r k i) p).
Proof.
  induction p as [|[[q bs] fs] p IH]; simpl in *; [rewrite sumn_0; reflexivity|].
  rewrite sumn_plus, <- IH, sumn_scal. reflexivity.
Qed.

Lemma exp_poly_ok r p : den_poly r (exp_poly p) = exp (den_poly r p).
Proof.
  unfold exp_poly. simpl. change (ratio 1) with 1. rewrite Rmult_1_l, Rplus_0_r.
  induction p as [|t p IH]; cbn [map Meaning.product Meaning.den_poly]; [rewrite exp_0; reflexivity|].
  rewrite IH, exp_plus. cbn [den]. rewrite reify_term_ok; reflexivity.
Qed.

Lemma max_poly_ok r k s p : den_poly r (max_poly k s p) = maxn (size E s) (fun i => den_poly (upd r k i) p).
Proof.
  unfold max_poly. set (e := reify p). set (n := base (N.succ (height e))).
  assert (X : forall i, den E (upd r k i) e = den_poly (upd r k i) p) by (intro; apply reify_ok).
  destruct (nocap k (Var n) e && negb (occurs n e)) eqn:H; rewrite single_ok; cbn [den];
    apply maxn_ext; intros i _; rewrite <- X; [|reflexivity].
  apply andb_prop in H; destruct H as [H1 H2]. apply negb_true_iff in H2.
  rewrite den_subst by exact H1. apply den_agree. intros v Hv. simpl. unfold upd.
  rewrite N.eqb_refl. destruct (N.eqb v k) eqn:Hk; [reflexivity|].
  destruct (N.eqb v n) eqn:Hn; [|reflexivity]. apply N.eqb_eq in Hn; congruence.
Qed.

Lemma delta_poly_ok r i j : den_poly r (delta_poly i j) = den E r (Delta i j).
Proof.
  assert (X : den_poly r match compare_idx i j with
                         | Eq => one | Lt => single (Delta i j) | Gt => single (Delta j i) end
              = den E r (Delta i j)).
  { destruct (compare_idx i j) eqn:H.
    - apply compare_idx_eq in H; subst. rewrite one_ok. simpl. unfold delta. rewrite Nat.eqb_refl; reflexivity.
    - apply single_ok.
    - rewrite single_ok. apply delta_sym. }
  unfold delta_poly. destruct i; destruct j; try exact X.
  cbn [den den_idx]. unfold delta. destruct (Nat.eqb n n0) eqn:H; [apply one_ok|reflexivity].
Qed.

Lemma step_scal a b : 0 < a -> step (a * b) = step b.
Proof.
  intro H. unfold step. destruct (Rlt_dec 0 (a * b)), (Rlt_dec 0 b); auto; exfalso.
  - apply n. apply (Rmult_lt_reg_l a); [exact H|]. lra.
  - apply n. apply Rmult_lt_0_compat; auto.
Qed.

Lemma relu_step a : relu a = a * step a.
Proof. unfold relu, Rmax, step. destruct (Rle_dec a 0), (Rlt_dec 0 a); lra. Qed.

Lemma forallb_filter (f : expr -> bool) l : forallb f (filter f l) = true.
Proof. induction l; simpl; auto. destruct (f a) eqn:H; simpl; auto. rewrite H; auto. Qed.

(** Inverse, logarithm and step, of which parts are visibly positive. *)
Section Positive.
Variables (c : ctx) (r : name -> nat).
Hypothesis G : good c r.

Lemma positive_here e : positive c e = true -> 0 < den E r e.
Proof. apply positive_ok; exact G. Qed.

Lemma product_pos l : forallb (positive c) l = true -> 0 < product r l.
Proof.
  induction l; simpl; intro H; [lra|]. apply andb_prop in H; destruct H.
  apply Rmult_lt_0_compat; auto using positive_here.
Qed.

Lemma inv_poly_ok p : den_poly r (inv_poly c p) = / den_poly r p.
Proof.
  assert (X : forall q, den_poly r (single (Inv (reify q))) = / den_poly r q)
    by (intro; apply (reified Inv Rinv); reflexivity).
  assert (several : forall s, den_poly r
    match pull c s with
    | Some f => if positive c f then [(1%Q, [], [inv_factor f; Inv (Mul (reify s) (Inv f))])]
                else single (Inv (reify s))
    | None => single (Inv (reify s))
    end = / den_poly r s).
  { intro s. destruct (pull c s) as [f|]; [|apply X]. destruct (positive c f) eqn:Hf; [|apply X].
    assert (Y := positive_here f Hf). cbn [Meaning.den_poly Meaning.den_term Meaning.nested Meaning.product].
    rewrite inv_factor_ok. change (ratio 1) with 1.
    cbn [den]. rewrite reify_ok, Rinv_mult, Rinv_inv. generalize (/ den_poly r s); intro a. field. lra. }
  destruct p as [|[[q bs] fs] [|u p]].
  - simpl. rewrite Rinv_0; reflexivity.
  - cbn [inv_poly Meaning.den_poly Meaning.den_term Meaning.nested].
    rewrite product_inv, <- split_ok, ratio_red, ratio_inv, Rplus_0_r, Rplus_0_r, Rinv_mult. reflexivity.
  - apply (several ((q, bs, fs) :: u :: p)).
Qed.

Lemma ln_factor_ok f : positive c f = true -> den E r (ln_factor f) = ln (den E r f).
Proof.
  intro H. destruct f; try reflexivity.
  - cbn [ln_factor den]. assert (Y := positive_here _ H). cbn [den] in Y.
    rewrite <- (Rinv_inv (den E r f)) at 1. rewrite ln_Rinv by exact Y. ring.
  - cbn [ln_factor den]. rewrite ln_exp; reflexivity.
Qed.

Lemma ln_factors_ok l : forallb (positive c) l = true ->
  den_poly r (map (fun f => (1%Q, [], [ln_factor f])) l) = ln (product r l).
Proof.
  induction l as [|f l IH]; intro H; [simpl; rewrite ln_1; reflexivity|].
  cbn [forallb] in H. apply andb_prop in H; destruct H.
  change (map (fun f => (1%Q, [], [ln_factor f])) (f :: l))
    with (single (ln_factor f) ++ map (fun f => (1%Q, @nil (name * name), [ln_factor f])) l).
  rewrite den_poly_app, single_ok. cbn [Meaning.product].
  rewrite IH by auto. rewrite ln_mult by auto using positive_here, product_pos.
  rewrite ln_factor_ok by auto. reflexivity.
Qed.

Lemma ln_poly_ok p : den_poly r (ln_poly c p) = ln (den_poly r p).
Proof.
  assert (X : forall q, den_poly r (single (Ln (reify q))) = ln (den_poly r q))
    by (intro; apply (reified Ln ln); reflexivity).
  destruct p as [|[[q bs] fs] [|u p]]; [apply X| |apply X].
  unfold ln_poly. destruct (Qpositive q && forallb (positive c) (outer bs fs ++ core bs fs)) eqn:H; [|apply X].
  apply andb_prop in H; destruct H as [Hq Hf].
  rewrite den_poly_app, ln_factors_ok by exact Hf.
  cbn [Meaning.den_poly Meaning.den_term]. rewrite Rplus_0_r, split_ok.
  assert (Hq' := Qpositive_ok q Hq).
  rewrite ln_mult by auto using product_pos. f_equal.
  destruct (Qeq_bool q 1) eqn:H1.
  - apply Qeq_bool_eq, Qeq_eqR in H1. rewrite ratio_Q2R, H1, <- ratio_Q2R.
    change (ratio 1) with 1. rewrite ln_1; reflexivity.
  - rewrite single_ok; reflexivity.
Qed.

Lemma step_poly_ok p : den_poly r (step_poly c p) = step (den_poly r p).
Proof.
  assert (X : forall q, den_poly r (single (Step (reify q))) = step (den_poly r q))
    by (intro; apply (reified Step step); reflexivity).
  destruct p as [|[[q [|b bs]] fs] [|u p]]; try apply X.
  - simpl. unfold step. destruct (Rlt_dec 0 0); [lra|reflexivity].
  - unfold step_poly. destruct (Qpositive q) eqn:Hq; [|apply X]. apply Qpositive_ok in Hq.
    cbn [Meaning.den_poly Meaning.den_term Meaning.nested]. rewrite Rplus_0_r, step_scal by exact Hq.
    rewrite (filter_split (positive c) r fs), Rmult_comm, step_scal
      by (apply product_pos, forallb_filter).
    destruct (filter (fun f => negb (positive c f)) fs) as [|g gs].
    + rewrite one_ok. simpl. unfold step. destruct (Rlt_dec 0 1); [reflexivity|lra].
    + rewrite single_ok. cbn [den]. rewrite prods_ok; reflexivity.
Qed.
End Positive.

(** ** The normal form *)

Theorem norm_ok e : forall c r, good c r -> den_poly r (norm c e) = den E r e.
Proof.
  induction e; intros c r G; cbn [norm den]; rewrite simplify_ok by exact G.
  - simpl. rewrite ratio_red; ring.
  - apply single_ok.
  - apply single_ok.
  - rewrite den_poly_app, IHe1, IHe2 by exact G; reflexivity.
  - rewrite neg_poly_ok, IHe by exact G; reflexivity.
  - rewrite mul_poly_ok, IHe1, IHe2 by exact G; reflexivity.
  - rewrite inv_poly_ok, IHe by exact G; reflexivity.
  - rewrite exp_poly_ok, IHe by exact G; reflexivity.
  - rewrite ln_poly_ok, IHe by exact G; reflexivity.
  - rewrite step_poly_ok, IHe by exact G; reflexivity.
  - cbv zeta. rewrite mul_poly_ok, step_poly_ok, IHe, relu_step by exact G; reflexivity.
  - apply delta_poly_ok.
  - rewrite sum_poly_ok. apply sumn_ext; intros i Hi. apply IHe, good_under; auto.
  - rewrite max_poly_ok. apply maxn_ext; intros i Hi. apply IHe, good_under; auto.
Qed.

Theorem passes_ok n : forall c r e, good c r -> den_poly r (passes n c e) = den E r e.
Proof.
  induction n; intros c r e G; simpl; [apply norm_ok; exact G|].
  rewrite IHn, reify_ok, norm_ok by exact G; reflexivity.
Qed.

(** ** Equality *)

Lemma strip_term_ok r v s t t' : strip_term v s t = Some t' ->
  den_term r t = sumn (size E s) (fun i => den_term (upd r v i) t').
Proof.
  destruct t as [[c bs] fs]. unfold strip_term.
  destruct (sum_over s bs fs) as [[k u]|]; [|discriminate].
  destruct (_ && _) eqn:Hc; [|discriminate]. intro H; inv H.
  repeat match goal with H : _ && _ = true |- _ => apply andb_prop in H; destruct H end.
  repeat match goal with H : negb _ = true |- _ => apply negb_true_iff in H end.
  cbn [Meaning.den_term]. rewrite sumn_scal. f_equal.
  match goal with H : permb _ _ = true |- _ => apply permb_ok in H; rename H into Hp end.
  match goal with H : nodupb _ = true |- _ => apply nodupb_ok in H; rename H into Hn end.
  rewrite (nested_perm _ _ Hp Hn) by apply pext_product. cbn [Meaning.nested].
  apply sumn_ext; intros i _. apply rename_ok; auto using notocc_all.
Qed.

Lemma strip_ok r v s p : forall p', strip v s p = Some p' ->
  den_poly r p = sumn (size E s) (fun i => den_poly (upd r v i) p').
Proof.
  induction p as [|t p IH]; simpl; intros p' H; [inv H; simpl; rewrite sumn_0; reflexivity|].
  destruct (strip_term v s t) as [t'|] eqn:Ht; [|discriminate].
  destruct (strip v s p) as [q|] eqn:Hq; [|discriminate]. inv H. cbn [Meaning.den_poly].
  rewrite sumn_plus, <- (IH q eq_refl), <- (strip_term_ok r v s t t' Ht). reflexivity.
Qed.

Lemma zero_ok fuel : forall c r p, good c r -> zero fuel c p = true -> den_poly r p = 0.
Proof.
  induction fuel; intros c r p G H; destruct p as [|t p]; try reflexivity; cbn [zero] in H; try discriminate.
  destruct (denominator c (t :: p)) as [f|].
  - destruct (positive c f) eqn:Hf; [|discriminate]. apply IHfuel with (r := r) in H; [|exact G].
    rewrite passes_ok in H by exact G. cbn [den] in H. rewrite reify_ok in H.
    assert (Y := positive_ok f c r G Hf). apply Rmult_integral in H. destruct H as [H|H]; [exact H|].
    exfalso. assert (Z := Rinv_0_lt_compat _ Y). lra.
  - destruct (axis (t :: p)) as [s|]; [|discriminate]. cbv zeta in H.
    set (v := (300000 + N.of_nat fuel)%N) in *.
    destruct (strip v s (t :: p)) as [q|] eqn:Hs; [|discriminate].
    rewrite (strip_ok r _ _ _ _ Hs). rewrite (sumn_ext _ _ (fun _ => 0)); [apply sumn_0|].
    intros i Hi. assert (G' := good_under c r v s i G Hi).
    apply IHfuel with (r := upd r v i) in H; [|exact G']. rewrite simplify_ok in H by exact G'. exact H.
Qed.

Theorem same_ok n c r a b : good c r -> same n c a b = true -> den E r a = den E r b.
Proof.
  intros G H. apply (zero_ok _ _ r) in H; [|exact G]. rewrite passes_ok in H by exact G.
  cbn [den] in H. lra.
Qed.
End Sound.
