(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* embedding.out is not stated: the index x[n_1, n_2] *)

(* embedding.dW is not stated: the index x[n_1, n_2] *)
