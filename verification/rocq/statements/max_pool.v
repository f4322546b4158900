(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* max_pool.out is not stated: the index AffineIndex(_r + S*p) *)

(* max_pool.dx is not stated: the size R + S*(P - 1) *)
