(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* embedding.out is not stated: the labels x along several axes *)

(* embedding.dW is not stated: the labels x along several axes *)
