(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* temporal_softmax_loss.loss is not stated: the labels y along several axes *)

(* temporal_softmax_loss.dx is not stated: the labels y along several axes *)
