(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* depthwise_conv2d.out is not stated: the index AffineIndex(_r + S*p) *)

(* depthwise_conv2d.db is not stated: the index AffineIndex(_p*S + _r) *)

(* depthwise_conv2d.dw is not stated: the index AffineIndex(_p*S + _r) *)

(* depthwise_conv2d.dx is not stated: the size R + S*(P - 1) *)
