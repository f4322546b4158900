(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.

(* transformer_block.out is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dW2 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.db2 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dW1 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.db1 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dgamma2 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dbeta2 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dy is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dWo is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dWv is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dWq is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dWk is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.du1 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dgamma1 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dbeta1 is not stated: with every array written out, it has more than 2500 numbers, names and operations *)

(* transformer_block.dx is not stated: with every array written out, it has more than 2500 numbers, names and operations *)
