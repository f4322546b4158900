(** * A normal form for index expressions, and a test of equality: the programs

    An expression becomes a sum of terms [c * sum over binders of a product of factors], where factors are
    again expressions; equal terms are collected. Two expressions are [same] if the normal form of their
    difference is empty, once positive denominators are multiplied out.

    This file has no proofs: [Sound.v] shows that every program here preserves meaning. Much of what is here
    is a heuristic (how factors are sorted, how binders are ordered and named, which factor is taken out of a
    sum): it decides how many equalities are found, never whether one is true. What soundness needs is tested
    where it is needed ([nocap], [permb], [nodupb], [positive] ...). *)
From Coq Require Import Reals QArith NArith List Arith Bool.
From Yudo Require Import Language.
Import ListNotations.

(** ** Occurrence and substitution *)

Fixpoint occurs (v : name) (e : expr) : bool :=
  match e with
  | Const _ | Size _ => false
  | Entry _ l => existsb (occurs_idx v) l
  | Add a b | Mul a b => occurs v a || occurs v b
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => occurs v a
  | Delta i j => occurs_idx v i || occurs_idx v j
  | Sum k _ a | Max k _ a => N.eqb v k || occurs v a
  end.

Fixpoint subst_idx (k : name) (j i : idx) : idx :=
  match i with
  | Var v => if N.eqb v k then j else i
  | Num _ | Len _ => i
  | Lab y l => Lab y (map (subst_idx k j) l)
  | Plus a b => Plus (subst_idx k j a) (subst_idx k j b)
  | Times a b => Times (subst_idx k j a) (subst_idx k j b)
  | Minus a b => Minus (subst_idx k j a) (subst_idx k j b)
  end.

(** The index j for the variable k. *)
Fixpoint subst (k : name) (j : idx) (e : expr) : expr :=
  match e with
  | Const _ | Size _ => e
  | Entry f l => Entry f (map (subst_idx k j) l)
  | Add a b => Add (subst k j a) (subst k j b)
  | Neg a => Neg (subst k j a)
  | Mul a b => Mul (subst k j a) (subst k j b)
  | Inv a => Inv (subst k j a)
  | Exp a => Exp (subst k j a)
  | Ln a => Ln (subst k j a)
  | Step a => Step (subst k j a)
  | Relu a => Relu (subst k j a)
  | Delta a b => Delta (subst_idx k j a) (subst_idx k j b)
  | Sum l s a => Sum l s (if N.eqb l k then a else subst k j a)
  | Max l s a => Max l s (if N.eqb l k then a else subst k j a)
  end.

(** No binder captures a variable of j when it is put for k. *)
Fixpoint nocap (k : name) (j : idx) (e : expr) : bool :=
  match e with
  | Const _ | Size _ | Entry _ _ | Delta _ _ => true
  | Add a b | Mul a b => nocap k j a && nocap k j b
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => nocap k j a
  | Sum l _ a | Max l _ a => N.eqb l k || negb (occurs_idx l j) && nocap k j a
  end.

(** ** A total order *)

Definition lex (c d : comparison) : comparison := match c with Eq => d | _ => c end.

Definition kind_idx (i : idx) : N :=
  match i with Var _ => 0 | Num _ => 1 | Lab _ _ => 2 | Len _ => 3 | Plus _ _ => 4 | Times _ _ => 5 | Minus _ _ => 6 end.

Definition compare_lists {A} (f : A -> A -> comparison) :=
  fix all (l l' : list A) : comparison :=
  match l, l' with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | i :: l, j :: l' => lex (f i j) (all l l')
  end.

Fixpoint compare_idx (i j : idx) : comparison :=
  match i, j with
  | Var a, Var b => N.compare a b
  | Num a, Num b => Nat.compare a b
  | Lab y l, Lab z m => lex (N.compare y z) (compare_lists compare_idx l m)
  | Len s, Len t => N.compare s t
  | Plus a b, Plus c d | Times a b, Times c d | Minus a b, Minus c d => lex (compare_idx a c) (compare_idx b d)
  | _, _ => N.compare (kind_idx i) (kind_idx j)
  end.

Definition kind (e : expr) : N :=
  match e with
  | Const _ => 0 | Size _ => 1 | Entry _ _ => 2 | Add _ _ => 3 | Neg _ => 4 | Mul _ _ => 5 | Inv _ => 6
  | Exp _ => 7 | Ln _ => 8 | Step _ => 9 | Relu _ => 10 | Delta _ _ => 11 | Sum _ _ _ => 12 | Max _ _ _ => 13
  end.

Fixpoint compare (a b : expr) : comparison :=
  match a, b with
  | Const p, Const q => lex (Z.compare (Qnum p) (Qnum q)) (Pos.compare (Qden p) (Qden q))
  | Size s, Size t => N.compare s t
  | Entry f l, Entry g m => lex (N.compare f g) (compare_lists compare_idx l m)
  | Add a b, Add c d | Mul a b, Mul c d => lex (compare a c) (compare b d)
  | Neg a, Neg b | Inv a, Inv b | Exp a, Exp b | Ln a, Ln b | Step a, Step b | Relu a, Relu b => compare a b
  | Delta i j, Delta k l => lex (compare_idx i k) (compare_idx j l)
  | Sum k s a, Sum l t b | Max k s a, Max l t b => lex (N.compare k l) (lex (N.compare s t) (compare a b))
  | _, _ => N.compare (kind a) (kind b)
  end.

Definition eqe (a b : expr) : bool := match compare a b with Eq => true | _ => false end.

(** ** Terms and normal forms *)

(** Bound variables, each with the size that it stays below; outermost first. *)
Definition binders := list (name * name).
Definition term := (Q * binders * list expr)%type.
Definition poly := list term.

Definition bound (v : name) (bs : binders) : bool := existsb (fun b => N.eqb v (fst b)) bs.

Fixpoint sums (bs : binders) (e : expr) : expr :=
  match bs with [] => e | (k, s) :: bs => Sum k s (sums bs e) end.

Fixpoint prods (fs : list expr) : expr :=
  match fs with [] => Const 1 | [f] => f | f :: fs => Mul f (prods fs) end.

Definition reify_term (t : term) : expr := let '(c, bs, fs) := t in Mul (Const c) (sums bs (prods fs)).

Fixpoint reify (p : poly) : expr :=
  match p with [] => Const 0 | [t] => reify_term t | t :: p => Add (reify_term t) (reify p) end.

(** The normal form of a factor. *)
Definition single (f : expr) : poly := [(1%Q, [], [f])].
Definition one : poly := [(1%Q, [], [])].

(** ** Sorting and picking *)

Fixpoint insert (le : expr -> expr -> bool) (f : expr) (l : list expr) : list expr :=
  match l with [] => [f] | g :: l' => if le f g then f :: l else g :: insert le f l' end.

Definition isort (le : expr -> expr -> bool) (l : list expr) : list expr := fold_right (insert le) [] l.

(** Factors are compared with the names of their binders hidden, so that names do not decide the order. *)
Fixpoint masked (bs : binders) (e : expr) : expr :=
  match bs with [] => e | (k, _) :: bs => masked bs (subst k (Num 0) e) end.

Definition le_masked (bs : binders) (a b : expr) : bool :=
  match compare (masked bs a) (masked bs b) with
  | Lt => true
  | Gt => false
  | Eq => match compare a b with Gt => false | _ => true end
  end.

(** Each element of a list, with the others. *)
Fixpoint picks (before l : list expr) : list (expr * list expr) :=
  match l with [] => [] | f :: l' => (f, rev_append before l') :: picks (f :: before) l' end.

Fixpoint first {A B} (f : A -> option B) (l : list A) : option B :=
  match l with [] => None | a :: l => match f a with Some b => Some b | None => first f l end end.

(** ** Binders: permutation, renaming, canonical names *)

Fixpoint nodupb (bs : binders) : bool :=
  match bs with [] => true | (k, _) :: bs => negb (bound k bs) && nodupb bs end.

Fixpoint remove_binder (b : name * name) (bs : binders) : option binders :=
  match bs with
  | [] => None
  | a :: bs' => if N.eqb (fst a) (fst b) && N.eqb (snd a) (snd b) then Some bs'
                else option_map (cons a) (remove_binder b bs')
  end.

Fixpoint permb (l l' : binders) : bool :=
  match l with
  | [] => match l' with [] => true | _ => false end
  | b :: l => match remove_binder b l' with Some l'' => permb l l'' | None => false end
  end.

(** Binders renamed to n, n + 1, ... from the outermost on, where nothing is captured. *)
Fixpoint freshen (n : name) (bs : binders) (fs : list expr) : binders * list expr :=
  match bs with
  | [] => ([], fs)
  | (k, s) :: bs =>
      let '(bs', fs') := freshen (N.succ n) bs fs in
      if negb (bound n bs') && negb (bound k bs') && forallb (nocap k (Var n)) fs'
         && forallb (fun f => negb (occurs n f)) fs'
      then ((n, s) :: bs', map (subst k (Var n)) fs')
      else ((k, s) :: bs', fs')
  end.

Fixpoint vars_idx (i : idx) : list name :=
  match i with
  | Var v => [v]
  | Num _ | Len _ => []
  | Lab _ l => flat_map vars_idx l
  | Plus i j | Times i j | Minus i j => vars_idx i ++ vars_idx j
  end.

Fixpoint vars (e : expr) : list name :=
  match e with
  | Const _ | Size _ => []
  | Entry _ l => flat_map vars_idx l
  | Add a b | Mul a b => vars a ++ vars b
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => vars a
  | Delta i j => vars_idx i ++ vars_idx j
  | Sum _ _ a | Max _ _ a => vars a
  end.

Fixpoint uniq (seen l : list name) : list name :=
  match l with
  | [] => []
  | v :: l => if existsb (N.eqb v) seen then uniq seen l else v :: uniq (v :: seen) l
  end.

(** Binders in the order in which the factors mention them. *)
Definition reorder (bs : binders) (fs : list expr) : binders :=
  let wanted :=
    flat_map (fun v => filter (fun b => N.eqb v (fst b)) bs) (uniq [] (flat_map vars fs)) in
  if permb bs wanted && nodupb bs then wanted else bs.

(** How deep sums are nested, and the largest name of a variable. *)
Fixpoint height (e : expr) : N :=
  match e with
  | Add a b | Mul a b => N.max (height a) (height b)
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => height a
  | Sum _ _ a | Max _ _ a => N.succ (height a)
  | _ => 0
  end.

Definition heights (fs : list expr) : N := fold_right (fun f m => N.max (height f) m) 0%N fs.

Fixpoint largest_idx (i : idx) : name :=
  match i with
  | Var v => v
  | Num _ | Len _ => 0
  | Lab _ l => fold_right (fun i m => N.max (largest_idx i) m) 0%N l
  | Plus i j | Times i j | Minus i j => N.max (largest_idx i) (largest_idx j)
  end.

Fixpoint largest (e : expr) : name :=
  match e with
  | Const _ | Size _ => 0
  | Entry _ l => fold_right (fun i m => N.max (largest_idx i) m) 0%N l
  | Add a b | Mul a b => N.max (largest a) (largest b)
  | Neg a | Inv a | Exp a | Ln a | Step a | Relu a => largest a
  | Delta i j => N.max (largest_idx i) (largest_idx j)
  | Sum k _ a | Max k _ a => N.max k (largest a)
  end.

(** A name beyond all that occur. *)
Definition beyond (bs : binders) (fs : list expr) : name :=
  N.succ (N.max (fold_right (fun b m => N.max (fst b) m) 0%N bs)
                (fold_right (fun f m => N.max (largest f) m) 0%N fs)).

(** Canonical names of binders start here, by the height of what they bind, so that nested sums differ. *)
Definition base (h : N) : name := (1000 + 16 * h)%N.

Definition canonical_once (t : term) : term :=
  let '(c, bs, fs) := t in
  let fs1 := isort (le_masked bs) fs in
  let bs1 := reorder bs fs1 in
  let '(bs2, fs2) := freshen (N.max 100000 (beyond bs1 fs1)) bs1 fs1 in
  let '(bs3, fs3) := freshen (base (N.succ (heights fs2))) bs2 fs2 in
  (c, bs3, isort (le_masked []) fs3).

Definition canonical (t : term) : term := canonical_once (canonical_once t).

(** ** Sums and products of normal forms *)

Definition clash (bs1 : binders) (fs1 : list expr) (bs2 : binders) (fs2 : list expr) : bool :=
  existsb (fun b => existsb (occurs (fst b)) fs2) bs1 || existsb (fun b => existsb (occurs (fst b)) fs1) bs2.

Definition join (t1 t2 : term) : term :=
  let '(c1, bs1, fs1) := t1 in
  let '(c2, bs2, fs2) := t2 in
  if clash bs1 fs1 bs2 fs2 then (1%Q, [], [reify_term t1; reify_term t2])
  else (Qred (c1 * c2), bs1 ++ bs2, fs1 ++ fs2).

Definition mul_term (t1 t2 : term) : term :=
  let '(c1, bs1, fs1) := t1 in
  let '(c2, bs2, fs2) := t2 in
  let n := N.max 200000 (N.max (beyond bs1 fs1) (beyond bs2 fs2)) in
  let '(bs1', fs1') := freshen n bs1 fs1 in
  let '(bs2', fs2') := freshen (N.max n (beyond bs1' fs1')) bs2 fs2 in
  join (c1, bs1', fs1') (c2, bs2', fs2').

Definition mul_poly (p q : poly) : poly := flat_map (fun t => map (mul_term t) q) p.

Definition neg_poly (p : poly) : poly := map (fun t => let '(c, bs, fs) := t in (Qopp c, bs, fs)) p.

(** ** What is known: ranges of variables and labels, and positive expressions *)

Record ctx := {
  ranges : binders;                    (* variables, each with the size that it stays below *)
  domains : list (list name * name);   (* labels: the sizes they are indexed by, the size they stay below *)
  facts : list expr                    (* positive by hypothesis *)
}.

(** Under a binder, what is known of an outer variable of that name is hidden. *)
Definition under (c : ctx) (k s : name) : ctx :=
  {| ranges := (k, s) :: ranges c;
     domains := domains c;
     facts := filter (fun f => negb (occurs k f)) (facts c) |}.

Fixpoint under_all (c : ctx) (bs : binders) : ctx :=
  match bs with [] => c | (k, s) :: bs => under_all (under c k s) bs end.

Definition range_of (c : ctx) (v : name) : option name :=
  option_map snd (find (fun b => N.eqb (fst b) v) (ranges c)).

Definition all2 {A B} (f : A -> B -> bool) :=
  fix all (l : list A) (m : list B) : bool :=
  match l, m with [], [] => true | a :: l, b :: m => f a b && all l m | _, _ => false end.

Fixpoint in_range (c : ctx) (i : idx) (s : name) : bool :=
  match i with
  | Var v => match range_of c v with Some t => N.eqb t s | None => false end
  | Num n => Nat.eqb n 0
  | Lab y l => match nth_error (domains c) (N.to_nat y) with
               | Some (ds, g) => N.eqb g s && all2 (in_range c) l ds
               | None => false
               end
  | Len _ | Plus _ _ | Times _ _ | Minus _ _ => false
  end.

Definition Qpositive (q : Q) : bool := match Qnum q with Zpos _ => true | _ => false end.

(** Visibly greater than 0. *)
Fixpoint positive (c : ctx) (e : expr) : bool :=
  existsb (eqe e) (facts c) ||
  match e with
  | Const q => Qpositive q
  | Size _ | Exp _ => true
  | Add a b => positive c a && positive c b
  | Mul a b => positive c a && positive c b
  | Inv a => positive c a
  | Sum k s a => positive (under c k s) a
  | _ => false
  end.

(** ** Factors that meet *)

(** [Some None]: the product is 1; [Some (Some h)]: it is h; [None]: nothing is known. *)
Definition combine_exp (f g : expr) : option (option expr) :=
  match f, g with
  | Mul (Const a) x, Mul (Const b) y =>
      if eqe x y then
        let q := Qred (a + b) in
        if Qeq_bool q 0 then Some None else Some (Some (Exp (Mul (Const q) x)))
      else None
  | _, _ => None
  end.

Definition combine (c : ctx) (f g : expr) : option (option expr) :=
  match f, g with
  | Inv a, _ => if eqe a g && positive c g then Some None else None
  | _, Inv b => if eqe f b && positive c f then Some None else None
  | Exp a, Exp b => combine_exp a b
  | Step a, Step b => if eqe a b then Some (Some f) else None
  | Delta _ _, Delta _ _ => if eqe f g then Some (Some f) else None
  | _, _ => None
  end.

Fixpoint meet (c : ctx) (f : expr) (l : list expr) : list expr :=
  match l with
  | [] => [f]
  | g :: l' => match combine c f g with
               | Some None => l'
               | Some (Some h) => meet c h l'
               | None => g :: meet c f l'
               end
  end.

Definition meets (c : ctx) (fs : list expr) : list expr := fold_right (meet c) [] fs.

(** ** Deltas *)

Definition without (k : name) (bs : binders) : binders := filter (fun b => negb (N.eqb (fst b) k)) bs.

(** A delta under the sum over one of its arguments picks one term of the sum. *)
Definition collapse_at (c : ctx) (bs : binders) (i j : idx) (rest : list expr)
  : option (binders * list expr) :=
  match i with
  | Var k =>
      match find (fun b => N.eqb (fst b) k) bs with
      | Some (_, s) =>
          let bs0 := without k bs in
          if permb bs (bs0 ++ [(k, s)]) && nodupb bs && negb (occurs_idx k j)
             && in_range (under_all c bs0) j s && forallb (nocap k j) rest
          then Some (bs0, map (subst k j) rest) else None
      | None => None
      end
  | _ => None
  end.

Definition collapse_one (c : ctx) (bs : binders) (fs : list expr) : option (binders * list expr) :=
  first (fun x => match x with
                  | (Delta i j, rest) =>
                      match collapse_at c bs i j rest with
                      | Some y => Some y
                      | None => collapse_at c bs j i rest
                      end
                  | _ => None
                  end) (picks [] fs).

Fixpoint collapse (n : nat) (c : ctx) (bs : binders) (fs : list expr) : binders * list expr :=
  match n with
  | O => (bs, fs)
  | S n => match collapse_one c bs fs with
           | Some (bs', fs') => collapse n c bs' fs'
           | None => (bs, fs)
           end
  end.

(** Beside a delta that stays, the larger of its arguments is replaced by the smaller. *)
Definition align_at (f : expr) (rest : list expr) : option (list expr) :=
  match f with
  | Delta i j =>
      let '(kept, gone) := match j with Var _ => (i, j) | _ => (j, i) end in
      match gone with
      | Var k => if existsb (occurs k) rest && negb (occurs_idx k kept) && forallb (nocap k kept) rest
                 then Some (f :: map (subst k kept) rest) else None
      | _ => None
      end
  | _ => None
  end.

Definition align (fs : list expr) : list expr :=
  match first (fun x => align_at (fst x) (snd x)) (picks [] fs) with Some fs' => fs' | None => fs end.

(** ** Binders that nothing depends on *)

Fixpoint drop_idle (bs : binders) (fs : list expr) : binders * list expr :=
  match bs with
  | [] => ([], [])
  | (k, s) :: bs =>
      let '(bs', sizes) := drop_idle bs fs in
      if existsb (occurs k) fs then ((k, s) :: bs', sizes) else (bs', Size s :: sizes)
  end.

(** ** One term, then a sum of terms *)

Definition simplify_term (c : ctx) (t : term) : term :=
  let '(q, bs, fs) := t in
  let '(bs1, fs1) := collapse (length bs) c bs fs in
  let fs2 := align (align fs1) in
  let '(bs3, sizes) := drop_idle bs1 fs2 in
  canonical (q, bs3, meets (under_all c bs3) (sizes ++ fs2)).

Fixpoint eq_binders (a b : binders) : bool :=
  match a, b with
  | [], [] => true
  | (k, s) :: a, (l, t) :: b => N.eqb k l && N.eqb s t && eq_binders a b
  | _, _ => false
  end.

Fixpoint eq_factors (a b : list expr) : bool :=
  match a, b with
  | [], [] => true
  | x :: a, y :: b => eqe x y && eq_factors a b
  | _, _ => false
  end.

Fixpoint add_term (t : term) (p : poly) : poly :=
  match p with
  | [] => [t]
  | u :: p =>
      let '(c, bs, fs) := t in
      let '(d, bs', fs') := u in
      if eq_binders bs bs' && eq_factors fs fs'
      then (let e := Qred (c + d) in if Qeq_bool e 0 then p else (e, bs, fs) :: p)
      else u :: add_term t p
  end.

Definition simplify (c : ctx) (p : poly) : poly :=
  fold_right add_term [] (map (simplify_term c) (filter (fun t => negb (Qeq_bool (fst (fst t)) 0)) p)).

(** ** Functions of a normal form *)

Definition depends (bs : binders) (f : expr) : bool := existsb (fun b => occurs (fst b) f) bs.
Definition outer (bs : binders) (fs : list expr) : list expr := filter (fun f => negb (depends bs f)) fs.
Definition inner (bs : binders) (fs : list expr) : list expr := filter (depends bs) fs.

(** What remains under the sums of a term, as one factor. *)
Definition core (bs : binders) (fs : list expr) : list expr :=
  match bs with [] => [] | _ => [sums bs (prods (inner bs fs))] end.

Definition inv_factor (f : expr) : expr :=
  match f with
  | Exp (Mul (Const c) b) => Exp (Mul (Const (Qred (- c))) b)
  | Inv a => a
  | Delta _ _ | Step _ => f
  | _ => Inv f
  end.

(** A positive denominator inside a sum of terms that stands outside of their binders. *)
Definition denominator (c : ctx) (p : poly) : option expr :=
  first (fun t => let '(_, bs, fs) := t in
    first (fun f => match f with
                    | Inv d => if positive c d && negb (depends bs f) then Some f else None
                    | _ => None
                    end) fs) p.

(** A positive factor of all terms. *)
Definition shared (c : ctx) (p : poly) : option expr :=
  match p with
  | (_, bs, fs) :: rest =>
      first (fun f => if positive c f && negb (depends bs f) && forallb (fun t => existsb (eqe f) (snd t)) rest
                      then Some f else None) fs
  | [] => None
  end.

Definition pull (c : ctx) (p : poly) : option expr :=
  match denominator c p with Some f => Some f | None => shared c p end.

Definition inv_poly (c : ctx) (p : poly) : poly :=
  match p with
  | [] => []
  | [(q, bs, fs)] => [(Qred (/ q), [], map inv_factor (outer bs fs ++ core bs fs))]
  | _ => match pull c p with
         | Some f => if positive c f then [(1%Q, [], [inv_factor f; Inv (Mul (reify p) (Inv f))])]
                     else single (Inv (reify p))
         | None => single (Inv (reify p))
         end
  end.

Definition ln_factor (f : expr) : expr :=
  match f with Exp b => b | Inv a => Neg (Ln a) | _ => Ln f end.

Definition ln_poly (c : ctx) (p : poly) : poly :=
  match p with
  | [(q, bs, fs)] =>
      if Qpositive q && forallb (positive c) (outer bs fs ++ core bs fs)
      then (if Qeq_bool q 1 then [] else single (Ln (Const q)))
           ++ map (fun f => (1%Q, [], [ln_factor f])) (outer bs fs ++ core bs fs)
      else single (Ln (reify p))
  | _ => single (Ln (reify p))
  end.

Definition exp_poly (p : poly) : poly := [(1%Q, [], map (fun t => Exp (reify_term t)) p)].

Definition step_poly (c : ctx) (p : poly) : poly :=
  match p with
  | [] => []
  | [(q, [], fs)] =>
      if Qpositive q then
        match filter (fun f => negb (positive c f)) fs with
        | [] => one
        | fs' => single (Step (prods fs'))
        end
      else single (Step (reify p))
  | _ => single (Step (reify p))
  end.

Definition max_poly (k s : name) (p : poly) : poly :=
  let e := reify p in
  let n := base (N.succ (height e)) in
  if nocap k (Var n) e && negb (occurs n e) then single (Max n s (subst k (Var n) e)) else single (Max k s e).

Definition delta_poly (i j : idx) : poly :=
  match i, j with
  | Num a, Num b => if Nat.eqb a b then one else []
  | _, _ => match compare_idx i j with
            | Eq => one
            | Lt => single (Delta i j)
            | Gt => single (Delta j i)
            end
  end.

Definition sum_poly (k s : name) (p : poly) : poly :=
  map (fun t => let '(q, bs, fs) := t in (q, (k, s) :: bs, fs)) p.

(** ** The normal form *)

Fixpoint norm (c : ctx) (e : expr) : poly :=
  simplify c
    match e with
    | Const q => [(Qred q, [], [])]
    | Size _ | Entry _ _ => single e
    | Add a b => norm c a ++ norm c b
    | Neg a => neg_poly (norm c a)
    | Mul a b => mul_poly (norm c a) (norm c b)
    | Inv a => inv_poly c (norm c a)
    | Exp a => exp_poly (norm c a)
    | Ln a => ln_poly c (norm c a)
    | Step a => step_poly c (norm c a)
    | Relu a => let p := norm c a in mul_poly p (step_poly c p)
    | Delta i j => delta_poly i j
    | Sum k s a => sum_poly k s (norm (under c k s) a)
    | Max k s a => max_poly k s (norm (under c k s) a)
    end.

(** Some rules leave compound factors behind: the result is read again, a given number of times. *)
Fixpoint passes (n : nat) (c : ctx) (e : expr) : poly :=
  match n with O => norm c e | S n => passes n c (reify (norm c e)) end.

(** ** Equality *)

(** The sum over an axis of size s that is taken off a term: one with a denominator under it comes first. *)
Definition sum_over (s : name) (bs : binders) (fs : list expr) : option (name * name) :=
  let fits b := N.eqb (snd b) s in
  let divided b := existsb (fun f => match f with Inv _ => occurs (fst b) f | _ => false end) fs in
  match find (fun b => fits b && divided b) bs with Some b => Some b | None => find fits bs end.

(** The term under that sum, with the index named v. *)
Definition strip_term (v s : name) (t : term) : option term :=
  let '(c, bs, fs) := t in
  match sum_over s bs fs with
  | Some (k, t') =>
      let bs0 := without k bs in
      if N.eqb t' s && permb bs ((k, s) :: bs0) && nodupb bs
         && negb (bound v bs0) && negb (bound k bs0) && forallb (nocap k (Var v)) fs
         && forallb (fun f => negb (occurs v f)) fs
      then Some (c, bs0, map (subst k (Var v)) fs) else None
  | None => None
  end.

Fixpoint strip (v s : name) (p : poly) : option poly :=
  match p with
  | [] => Some []
  | t :: p => match strip_term v s t, strip v s p with
              | Some t', Some p' => Some (t' :: p')
              | _, _ => None
              end
  end.

(** The axis that a denominator under a sum depends on. *)
Definition axis (p : poly) : option name :=
  first (fun t => let '(_, bs, fs) := t in
    first (fun f => match f with
                    | Inv _ => option_map snd (find (fun b => occurs (fst b) f) bs)
                    | _ => None
                    end) fs) p.

(** Zero, once positive denominators are multiplied out: outside of all sums, or under one that all terms
    share. *)
Fixpoint zero (fuel : nat) (c : ctx) (p : poly) : bool :=
  match p with
  | [] => true
  | _ =>
    match fuel with
    | O => false
    | S fuel =>
      match denominator c p with
      | Some f => if positive c f then zero fuel c (passes 1 c (Mul (reify p) (Inv f))) else false
      | None =>
        match axis p with
        | Some s =>
            let v := (300000 + N.of_nat fuel)%N in
            match strip v s p with
            | Some p' => zero fuel (under c v s) (simplify (under c v s) p')
            | None => false
            end
        | None => false
        end
      end
    end
  end.

Definition same (n : nat) (c : ctx) (a b : expr) : bool := zero 8 c (passes n c (Add a (Neg b))).
