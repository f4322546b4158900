(** * What terms mean, and operations on them that need no hypotheses

    Substitution, comparison, sums over several binders, their exchange and renaming, products. *)
From Coq Require Import Reals QArith Qreals NArith List Arith Lia Lra Bool Permutation.
From Yudo Require Import Language Norm.
Import ListNotations.
Open Scope R_scope.

(** * Occurrence and substitution *)

Section Meaning.
Context {E : env}.

Lemma den_idx_agree r r' i : (forall v, occurs_idx v i = true -> r v = r' v) -> den_idx E r i = den_idx E r' i.
Proof.
  induction i as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; intro H; auto;
    try (rewrite IHa, IHb by (intros v Hv; apply H; rewrite Hv, ?orb_true_r; reflexivity); reflexivity).
  - apply H, N.eqb_refl.
  - f_equal. induction IH as [|x l Hx _ IHl]; simpl in *; [reflexivity|].
    rewrite Hx, IHl by (intros v Hv; apply H; rewrite Hv, ?orb_true_r; reflexivity). reflexivity.
Qed.

Lemma den_idxs_agree r r' l :
  (forall v, existsb (occurs_idx v) l = true -> r v = r' v) -> map (den_idx E r) l = map (den_idx E r') l.
Proof.
  induction l; simpl; intro H; auto. f_equal.
  - apply den_idx_agree; intros; apply H; rewrite H0; auto.
  - apply IHl; intros; apply H; rewrite H0, orb_true_r; auto.
Qed.

Lemma den_agree e : forall r r', (forall v, occurs v e = true -> r v = r' v) -> den E r e = den E r' e.
Proof.
  induction e; simpl; intros r r' H; auto;
    try (rewrite (IHe r r') by auto; reflexivity);
    try (rewrite (IHe1 r r'), (IHe2 r r') by (intros; apply H; rewrite H0, ?orb_true_r; auto); reflexivity).
  - rewrite (den_idxs_agree r r'); auto.
  - rewrite (den_idx_agree r r' i), (den_idx_agree r r' j) by (intros; apply H; rewrite H0, ?orb_true_r; auto); reflexivity.
  - apply sumn_ext; intros i _. apply IHe. intros v Hv. unfold upd.
    destruct (N.eqb v k) eqn:Hk; auto. apply H; rewrite Hv, orb_true_r; auto.
  - apply maxn_ext; intros i _. apply IHe. intros v Hv. unfold upd.
    destruct (N.eqb v k) eqn:Hk; auto. apply H; rewrite Hv, orb_true_r; auto.
Qed.

Lemma den_ext e r r' : (forall v, r v = r' v) -> den E r e = den E r' e.
Proof. intros; apply den_agree; auto. Qed.

Lemma den_upd_out e r k i : occurs k e = false -> den E (upd r k i) e = den E r e.
Proof.
  intro H; apply den_agree; intros v Hv; unfold upd.
  destruct (N.eqb v k) eqn:Hk; auto. apply N.eqb_eq in Hk; congruence.
Qed.

Lemma den_subst_idx r k j i : den_idx E r (subst_idx k j i) = den_idx E (upd r k (den_idx E r j)) i.
Proof.
  induction i as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; simpl; try congruence.
  - unfold upd at 1. destruct (N.eqb v k); auto.
  - f_equal. induction IH; simpl; congruence.
Qed.

Lemma upd_comm r k a l b v : k <> l -> upd (upd r k a) l b v = upd (upd r l b) k a v.
Proof.
  intro H; unfold upd. destruct (N.eqb v l) eqn:A, (N.eqb v k) eqn:B; auto.
  apply N.eqb_eq in A, B; congruence.
Qed.

Lemma den_subst k j e : forall r, nocap k j e = true ->
  den E r (subst k j e) = den E (upd r k (den_idx E r j)) e.
Proof.
  induction e; simpl; intros r H; auto;
    try (rewrite IHe by auto; reflexivity);
    try (apply andb_prop in H; destruct H; rewrite IHe1, IHe2 by auto; reflexivity).
  - rewrite map_map. f_equal. apply map_ext; intro; apply den_subst_idx.
  - rewrite !den_subst_idx; reflexivity.
  - apply sumn_ext; intros i _. destruct (N.eqb k0 k) eqn:Hk; simpl in H.
    + apply N.eqb_eq in Hk; subst. apply den_ext; intro v. unfold upd. destruct (N.eqb v k); reflexivity.
    + apply andb_prop in H; destruct H as [Hj Hn]. apply negb_true_iff in Hj. rewrite IHe by auto.
      rewrite den_idx_upd_out by auto. apply den_ext; intro. apply upd_comm.
      apply N.eqb_neq in Hk; auto.
  - apply maxn_ext; intros i _. destruct (N.eqb k0 k) eqn:Hk; simpl in H.
    + apply N.eqb_eq in Hk; subst. apply den_ext; intro v. unfold upd. destruct (N.eqb v k); reflexivity.
    + apply andb_prop in H; destruct H as [Hj Hn]. apply negb_true_iff in Hj. rewrite IHe by auto.
      rewrite den_idx_upd_out by auto. apply den_ext; intro. apply upd_comm.
      apply N.eqb_neq in Hk; auto.
Qed.

(** * Comparison *)

Lemma lex_eq c d : lex c d = Eq -> c = Eq /\ d = Eq.
Proof. destruct c; simpl; intuition discriminate. Qed.

Lemma compare_lists_eq {A} (f : A -> A -> comparison) l :
  Forall (fun a => forall b, f a b = Eq -> a = b) l -> forall l', compare_lists f l l' = Eq -> l = l'.
Proof.
  induction 1 as [|a l Ha _ IH]; destruct l'; simpl; intro H; try discriminate; auto.
  apply lex_eq in H; destruct H as [H1 H2]. apply Ha in H1; apply IH in H2; congruence.
Qed.

Lemma compare_idx_eq i : forall j, compare_idx i j = Eq -> i = j.
Proof.
  induction i as [v|n|y l IH|s|a IHa b IHb|a IHa b IHb|a IHa b IHb]; destruct j; cbn; intro H; try discriminate;
    try (apply lex_eq in H; destruct H as [H1 H2]; apply IHa in H1; apply IHb in H2; congruence).
  - apply N.compare_eq in H; congruence.
  - apply Nat.compare_eq in H; congruence.
  - apply lex_eq in H; destruct H as [H1 H2]. apply N.compare_eq in H1.
    apply (compare_lists_eq _ _ IH) in H2; congruence.
  - apply N.compare_eq in H; congruence.
Qed.

Lemma compare_idxs_eq l l' : compare_lists compare_idx l l' = Eq -> l = l'.
Proof. apply compare_lists_eq, Forall_forall. intros i _; apply compare_idx_eq. Qed.

Lemma compare_eq a : forall b, compare a b = Eq -> a = b.
Proof.
  induction a; destruct b; simpl; intro H; try discriminate;
    repeat match goal with H : lex _ _ = Eq |- _ => apply lex_eq in H; destruct H end;
    repeat match goal with
           | H : N.compare _ _ = Eq |- _ => apply N.compare_eq in H
           | H : compare_idx _ _ = Eq |- _ => apply compare_idx_eq in H
           | H : compare_lists compare_idx _ _ = Eq |- _ => apply compare_idxs_eq in H
           | IH : forall b, compare ?a b = Eq -> _, H : compare ?a _ = Eq |- _ => apply IH in H
           end; try congruence.
  apply Z.compare_eq in H; apply Pos.compare_eq in H0. destruct q, q0; simpl in *; congruence.
Qed.

Lemma eqe_eq a b : eqe a b = true -> a = b.
Proof. unfold eqe. destruct (compare a b) eqn:H; try discriminate. intros _; apply compare_eq; auto. Qed.

(** * Sums over several binders *)

Fixpoint nested (r : name -> nat) (bs : binders) (F : (name -> nat) -> R) : R :=
  match bs with [] => F r | (k, s) :: bs => sumn (size E s) (fun i => nested (upd r k i) bs F) end.

Fixpoint product (r : name -> nat) (fs : list expr) : R :=
  match fs with [] => 1 | f :: fs => den E r f * product r fs end.

Definition den_term (r : name -> nat) (t : term) : R :=
  let '(c, bs, fs) := t in ratio c * nested r bs (fun r' => product r' fs).

Fixpoint den_poly (r : name -> nat) (p : poly) : R :=
  match p with [] => 0 | t :: p => den_term r t + den_poly r p end.

(** What a context says is true of a valuation. *)
Record good (c : ctx) (r : name -> nat) : Prop := {
  sizes_good : forall s, (0 < size E s)%nat;
  ranges_good : forall v s, range_of c v = Some s -> (r v < size E s)%nat;
  domains_good : forall y ds g l, nth_error (domains c) (N.to_nat y) = Some (ds, g) ->
    Forall2 (fun n d => (n < size E d)%nat) l ds -> (label E y l < size E g)%nat;
  facts_good : forall f, In f (facts c) -> 0 < den E r f
}.

Lemma good_under c r k s i : good c r -> (i < size E s)%nat -> good (under c k s) (upd r k i).
Proof.
  intros [Hs Hr Hd Hf] Hi. constructor; [exact Hs| |exact Hd|].
  - intros v t. unfold range_of, under, upd. simpl. rewrite N.eqb_sym. destruct (N.eqb v k); simpl.
    + intro A; inversion A; subst; auto.
    + apply Hr.
  - intros f H. simpl in H. apply filter_In in H. destruct H as [H Ho]. apply negb_true_iff in Ho.
    rewrite den_upd_out by exact Ho. apply Hf; exact H.
Qed.

(** Sums agree if what is summed agrees: where the context holds, or wherever nothing else has changed. *)
Lemma nested_good bs : forall c r F G, good c r ->
  (forall r', good (under_all c bs) r' -> F r' = G r') -> nested r bs F = nested r bs G.
Proof.
  induction bs as [|[k s] bs IH]; simpl; intros c r F G Hg H; [apply H; auto|].
  apply sumn_ext; intros i Hi. apply (IH (under c k s)); [apply good_under; auto|exact H].
Qed.

Lemma nested_out bs : forall r F G,
  (forall r', (forall v, bound v bs = false -> r' v = r v) -> F r' = G r') -> nested r bs F = nested r bs G.
Proof.
  induction bs as [|[k s] bs IH]; simpl; intros r F G H; [apply H; auto|].
  apply sumn_ext; intros i Hi. apply IH.
  intros r' Ha. apply H; auto. intros v Hv. apply orb_false_elim in Hv; destruct Hv as [H1 H2].
  rewrite Ha by auto. unfold upd; rewrite H1; reflexivity.
Qed.

Lemma nested_ext bs r F G : (forall r', F r' = G r') -> nested r bs F = nested r bs G.
Proof. intro H; apply nested_out; auto. Qed.

Definition pext (F : (name -> nat) -> R) : Prop := forall r r', (forall v, r v = r' v) -> F r = F r'.

Lemma pext_product fs : pext (fun r => product r fs).
Proof.
  intros r r' H; induction fs; simpl; auto. rewrite IHfs, (den_ext a r r') by auto; reflexivity.
Qed.

Lemma upd_ext r r' k i : (forall v, r v = r' v) -> forall v, upd r k i v = upd r' k i v.
Proof. intros H v; unfold upd; destruct (N.eqb v k); auto. Qed.

Lemma nested_pext bs F : pext F -> pext (fun r => nested r bs F).
Proof.
  induction bs as [|[k s] bs IH]; simpl; intro HF; [exact HF|].
  intros r r' H. apply sumn_ext; intros i _. apply (IH HF). apply upd_ext; auto.
Qed.

Lemma nested_scal bs a F : forall r, nested r bs (fun r' => a * F r') = a * nested r bs F.
Proof.
  induction bs as [|[k s] bs IH]; simpl; intro r; [reflexivity|].
  rewrite <- sumn_scal. apply sumn_ext; intros; apply IH.
Qed.

Lemma nested_app bs1 bs2 F : forall r, nested r (bs1 ++ bs2) F = nested r bs1 (fun r' => nested r' bs2 F).
Proof. induction bs1 as [|[k s] bs1 IH]; simpl; intro r; [reflexivity|]. apply sumn_ext; intros; apply IH. Qed.

Lemma product_app r a b : product r (a ++ b) = product r a * product r b.
Proof. induction a; simpl; [ring|]. rewrite IHa; ring. Qed.

Lemma product_perm r a b : Permutation a b -> product r a = product r b.
Proof. induction 1; simpl; try ring; try congruence. Qed.

Lemma product_agree r r' fs : (forall v, existsb (occurs v) fs = true -> r v = r' v) -> product r fs = product r' fs.
Proof.
  induction fs; simpl; intro H; auto. f_equal.
  - apply den_agree; intros; apply H; rewrite H0; auto.
  - apply IHfs; intros; apply H; rewrite H0, orb_true_r; auto.
Qed.

(** ** Binders may be exchanged *)

Lemma nested_perm bs bs' : Permutation bs bs' -> NoDup (map fst bs) ->
  forall F, pext F -> forall r, nested r bs F = nested r bs' F.
Proof.
  induction 1; intros Hn F HF r; simpl.
  - reflexivity.
  - destruct x as [k s]. apply sumn_ext; intros. inversion Hn; subst. apply IHPermutation; auto.
  - destruct x as [k s], y as [u t]. simpl in Hn. rewrite sumn_exchange.
    apply sumn_ext; intros a _. apply sumn_ext; intros b _. apply (nested_pext l F HF).
    intro v. apply upd_comm. inversion Hn as [|? ? Hu]; subst. intro; subst. apply Hu; left; reflexivity.
  - rewrite IHPermutation1 by auto. apply IHPermutation2; auto.
    apply (Permutation_NoDup (Permutation_map fst H)); auto.
Qed.

Lemma bound_in v bs : bound v bs = true <-> In v (map fst bs).
Proof.
  induction bs as [|[k s] bs IH]; simpl; [split; [discriminate|tauto]|].
  rewrite orb_true_iff, IH, N.eqb_eq. intuition auto.
Qed.

Lemma nodupb_ok bs : nodupb bs = true -> NoDup (map fst bs).
Proof.
  induction bs as [|[k s] bs IH]; simpl; intro H; constructor;
    apply andb_prop in H; destruct H as [H1 H2]; auto.
  intro Hk; apply bound_in in Hk. rewrite Hk in H1; discriminate.
Qed.

Lemma remove_binder_ok b : forall bs bs', remove_binder b bs = Some bs' -> Permutation (b :: bs') bs.
Proof.
  induction bs as [|a bs IH]; simpl; intros bs' H; [discriminate|].
  destruct (_ && _) eqn:Hb.
  - apply andb_prop in Hb; destruct Hb as [H1 H2]; apply N.eqb_eq in H1, H2.
    inversion H; subst. destruct a, b; simpl in *; subst. apply Permutation_refl.
  - destruct (remove_binder b bs) eqn:Hr; simpl in H; [|discriminate]. inversion H; subst.
    eapply Permutation_trans; [apply perm_swap|]. apply perm_skip; auto.
Qed.

Lemma permb_ok : forall l l', permb l l' = true -> Permutation l l'.
Proof.
  induction l as [|b l IH]; simpl; intros l' H.
  - destruct l'; [constructor|discriminate].
  - destruct (remove_binder b l') eqn:Hr; [|discriminate].
    eapply Permutation_trans; [apply perm_skip, IH, H|]. apply remove_binder_ok; auto.
Qed.

Lemma insert_perm le f l : Permutation (f :: l) (insert le f l).
Proof.
  induction l; simpl; [auto|]. destruct (le f a); [auto|].
  eapply Permutation_trans; [apply perm_swap|]. apply perm_skip; auto.
Qed.

Lemma isort_perm le l : Permutation l (isort le l).
Proof.
  induction l; simpl; [auto|]. eapply Permutation_trans; [apply perm_skip, IHl|]. apply insert_perm.
Qed.

Lemma picks_perm l : forall before f rest, In (f, rest) (picks before l) ->
  Permutation (rev_append before l) (f :: rest).
Proof.
  induction l as [|g l IH]; simpl; intros before f rest H; [tauto|].
  destruct H as [H|H].
  - inversion H; subst. rewrite !rev_append_rev. apply Permutation_sym, Permutation_middle.
  - apply IH in H. exact H.
Qed.

Lemma picks_perm0 l f rest : In (f, rest) (picks [] l) -> Permutation l (f :: rest).
Proof. intro H; apply picks_perm in H; exact H. Qed.

(** ** Renaming binders *)

Lemma nested_rel bs : forall (P : (name -> nat) -> (name -> nat) -> Prop) F G,
  (forall r r' k s i, In (k, s) bs -> P r r' -> P (upd r k i) (upd r' k i)) ->
  (forall r r', P r r' -> F r = G r') ->
  forall r r', P r r' -> nested r bs F = nested r' bs G.
Proof.
  induction bs as [|[k s] bs IH]; simpl; intros P F G Hu HF r r' H; [auto|].
  apply sumn_ext; intros i _. apply (IH P); auto.
  - intros; eapply Hu; eauto.
  - apply (Hu r r' k s); auto.
Qed.

Lemma forallb_in {A} (f : A -> bool) l : forallb f l = true -> forall a, In a l -> f a = true.
Proof. intro H; apply forallb_forall; auto. Qed.

Lemma product_subst r k j fs : forallb (nocap k j) fs = true ->
  product r (map (subst k j) fs) = product (upd r k (den_idx E r j)) fs.
Proof.
  induction fs; simpl; intro H; auto. apply andb_prop in H; destruct H.
  rewrite den_subst, IHfs by auto; reflexivity.
Qed.

Lemma notocc_all n fs : forallb (fun f => negb (occurs n f)) fs = true -> existsb (occurs n) fs = false.
Proof.
  induction fs; simpl; intro H; auto. apply andb_prop in H; destruct H.
  apply negb_true_iff in H. rewrite H, IHfs; auto.
Qed.

Lemma rename_ok r k n i b1 f1 : bound n b1 = false -> bound k b1 = false ->
  forallb (nocap k (Var n)) f1 = true -> existsb (occurs n) f1 = false ->
  nested (upd r k i) b1 (fun r' => product r' f1) = nested (upd r n i) b1 (fun r' => product r' (map (subst k (Var n)) f1)).
Proof.
  intros Hb Hk Hn Ho.
  apply (nested_rel b1 (fun a b => a k = i /\ b n = i /\ forall v, v <> k -> v <> n -> a v = b v)).
  - intros a b l t j Hin [Ha [Hb' Hv]].
    assert (l <> k) by (intro; subst; apply (in_map fst) in Hin; apply bound_in in Hin; simpl in Hin; congruence).
    assert (l <> n) by (intro; subst; apply (in_map fst) in Hin; apply bound_in in Hin; simpl in Hin; congruence).
    unfold upd. repeat split.
    + replace (N.eqb k l) with false by (symmetry; apply N.eqb_neq; auto); auto.
    + replace (N.eqb n l) with false by (symmetry; apply N.eqb_neq; auto); auto.
    + intros v H1 H2. destruct (N.eqb v l); auto.
  - intros a b [Ha [Hb' Hv]]. rewrite product_subst by auto. apply product_agree.
    intros v Hocc. simpl. unfold upd. destruct (N.eqb v k) eqn:Hvk.
    + apply N.eqb_eq in Hvk; subst; auto.
    + apply N.eqb_neq in Hvk. apply Hv; auto. intro; subst. congruence.
  - unfold upd. repeat split; try (rewrite N.eqb_refl; reflexivity).
    intros v H1 H2. apply N.eqb_neq in H1, H2. rewrite H1, H2; reflexivity.
Qed.

Lemma freshen_ok bs : forall n fs bs' fs', freshen n bs fs = (bs', fs') ->
  forall r, nested r bs (fun r' => product r' fs) = nested r bs' (fun r' => product r' fs').
Proof.
  induction bs as [|[k s] bs IH]; simpl; intros n fs bs' fs' H r.
  - inversion H; subst; reflexivity.
  - destruct (freshen (N.succ n) bs fs) as [b1 f1] eqn:Hf. specialize (IH _ _ _ _ Hf).
    destruct (negb (bound n b1) && negb (bound k b1) && forallb (nocap k (Var n)) f1
              && forallb (fun f => negb (occurs n f)) f1) eqn:Hc; inversion H; subst; clear H; simpl.
    + apply andb_prop in Hc; destruct Hc as [Hc Ho]. apply andb_prop in Hc; destruct Hc as [Hc Hn].
      apply andb_prop in Hc; destruct Hc as [Hb Hk]. apply negb_true_iff in Hb, Hk.
      apply notocc_all in Ho.
      apply sumn_ext; intros i _. rewrite IH.
      apply rename_ok; auto.
    + apply sumn_ext; intros; apply IH.
Qed.

Lemma reorder_ok bs fs F r : pext F -> nested r bs F = nested r (reorder bs fs) F.
Proof.
  intro HF. unfold reorder. destruct (_ && _) eqn:H; [|reflexivity].
  apply andb_prop in H; destruct H. apply nested_perm; auto using permb_ok, nodupb_ok.
Qed.

Lemma canonical_once_ok r t : den_term r (canonical_once t) = den_term r t.
Proof.
  destruct t as [[c bs] fs]. unfold canonical_once.
  set (fs1 := isort (le_masked bs) fs). set (bs1 := reorder bs fs1).
  destruct (freshen (_) bs1 fs1) as [bs2 fs2] eqn:H1.
  destruct (freshen _ bs2 fs2) as [bs3 fs3] eqn:H2.
  unfold den_term. f_equal.
  rewrite (nested_ext bs3 r _ (fun r' => product r' fs3)) by (intro; symmetry; apply product_perm, isort_perm).
  rewrite <- (freshen_ok _ _ _ _ _ H2), <- (freshen_ok _ _ _ _ _ H1). unfold bs1.
  rewrite <- reorder_ok by apply pext_product.
  apply nested_ext; intro. symmetry; apply product_perm, isort_perm.
Qed.

Lemma canonical_ok r t : den_term r (canonical t) = den_term r t.
Proof. unfold canonical. rewrite !canonical_once_ok; reflexivity. Qed.

(** ** Back to expressions *)

Lemma prods_ok r fs : den E r (prods fs) = product r fs.
Proof.
  induction fs as [|f fs IH]; simpl; [unfold ratio; simpl; lra|].
  destruct fs as [|g fs]; [simpl; ring|]. change (den E r f * den E r (prods (g :: fs)) = den E r f * product r (g :: fs)).
  rewrite IH; reflexivity.
Qed.

Lemma sums_ok e bs : forall r, den E r (sums bs e) = nested r bs (fun r' => den E r' e).
Proof. induction bs as [|[k s] bs IH]; simpl; intro r; [reflexivity|]. apply sumn_ext; intros; apply IH. Qed.

Lemma reify_term_ok r t : den E r (reify_term t) = den_term r t.
Proof.
  destruct t as [[c bs] fs]; simpl. rewrite sums_ok. f_equal. apply nested_ext; intro; apply prods_ok.
Qed.

Lemma reify_ok r p : den E r (reify p) = den_poly r p.
Proof.
  induction p as [|t p IH]; simpl; [unfold ratio; simpl; lra|].
  destruct p as [|u p]; [simpl; rewrite reify_term_ok; ring|].
  change (den E r (reify_term t) + den E r (reify (u :: p)) = den_term r t + den_poly r (u :: p)).
  rewrite reify_term_ok, IH; reflexivity.
Qed.

(** ** Products *)

Lemma nested_pull r bs fs F : (forall b, In b bs -> existsb (occurs (fst b)) fs = false) ->
  nested r bs (fun r' => product r' fs * F r') = product r fs * nested r bs F.
Proof.
  intro H. rewrite <- nested_scal. apply nested_out.
  intros r' Ha. f_equal. apply product_agree. intros v Hv. apply Ha.
  destruct (bound v bs) eqn:Hb; auto. apply bound_in in Hb. apply in_map_iff in Hb.
  destruct Hb as [b [Hb1 Hb2]]; subst. rewrite (H b Hb2) in Hv; discriminate.
Qed.

Lemma existsb_false {A} (f : A -> bool) l : existsb f l = false -> forall a, In a l -> f a = false.
Proof.
  induction l; simpl; intros H b Hb; [tauto|]. apply orb_false_elim in H; destruct H.
  destruct Hb; subst; auto.
Qed.

Lemma join_ok r t1 t2 : den_term r (join t1 t2) = den_term r t1 * den_term r t2.
Proof.
  destruct t1 as [[c1 bs1] fs1], t2 as [[c2 bs2] fs2]. unfold join.
  destruct (clash bs1 fs1 bs2 fs2) eqn:H.
  - cbn [den_term nested product]. rewrite !reify_term_ok. change (ratio 1) with 1.
    unfold den_term; ring.
  - apply orb_false_elim in H; destruct H as [H1 H2]. unfold den_term.
    rewrite ratio_red, ratio_mult, nested_app.
    assert (X : nested r bs1 (fun r' => nested r' bs2 (fun q => product q (fs1 ++ fs2)))
              = nested r bs1 (fun r' => product r' fs1) * nested r bs2 (fun q => product q fs2)).
    { rewrite (Rmult_comm (nested r bs1 _)), <- nested_scal.
      apply nested_out. intros r' Ha.
      rewrite (nested_ext bs2 r' _ (fun q => product q fs1 * product q fs2)) by (intro; apply product_app).
      rewrite nested_pull by (intros b Hb; apply (existsb_false _ _ H2 b Hb)).
      rewrite Rmult_comm. f_equal.
      apply (nested_rel bs2 (fun a b => forall v, existsb (occurs v) fs2 = true -> a v = b v)).
      - intros a b k s i _ Hab v Hv. unfold upd. destruct (N.eqb v k); auto.
      - intros a b Hab. apply product_agree; auto.
      - intros v Hv. apply Ha. destruct (bound v bs1) eqn:Hb; auto.
        apply bound_in in Hb. apply in_map_iff in Hb. destruct Hb as [b [Hb1 Hb2]]; subst.
        rewrite (existsb_false _ _ H1 b Hb2) in Hv; discriminate. }
    rewrite X; ring.
Qed.

Lemma mul_term_ok r t1 t2 : den_term r (mul_term t1 t2) = den_term r t1 * den_term r t2.
Proof.
  destruct t1 as [[c1 bs1] fs1], t2 as [[c2 bs2] fs2]. unfold mul_term.
  destruct (freshen _ bs1 fs1) as [bs1' fs1'] eqn:H1.
  destruct (freshen _ bs2 fs2) as [bs2' fs2'] eqn:H2.
  rewrite join_ok. unfold den_term. rewrite (freshen_ok _ _ _ _ _ H1), (freshen_ok _ _ _ _ _ H2). reflexivity.
Qed.

Lemma den_poly_app r p q : den_poly r (p ++ q) = den_poly r p + den_poly r q.
Proof. induction p; simpl; [ring|]. rewrite IHp; ring. Qed.

Lemma mul_poly_ok r p q : den_poly r (mul_poly p q) = den_poly r p * den_poly r q.
Proof.
  unfold mul_poly. induction p as [|t p IH]; simpl; [ring|]. rewrite den_poly_app, IH.
  assert (X : den_poly r (map (mul_term t) q) = den_term r t * den_poly r q).
  { clear. induction q; simpl; [ring|]. rewrite mul_term_ok, IHq; ring. }
  rewrite X; ring.
Qed.

End Meaning.

Arguments nested : clear implicits.
Arguments product : clear implicits.
Arguments den_term : clear implicits.
Arguments den_poly : clear implicits.
Arguments good : clear implicits.
