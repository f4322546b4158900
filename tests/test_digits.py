"""The net of `impl/` learns real images."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="needs pip install '.[digits]'")

from benchmarks.digits import CLASSES, SIDE, UPDATES, compare_updates, load_digits, train_digits


@pytest.fixture(scope="module")
def run():
    return train_digits(seed=0)


def test_the_two_layer_net_reads_at_least_95_percent_of_unseen_digits(run):
    assert run.test_accuracy >= 0.95


def test_the_loss_starts_near_that_of_a_guess_and_falls(run):
    assert run.losses[0] == pytest.approx(np.log(CLASSES), rel=0.25)
    assert run.losses[-run.steps_per_epoch :].mean() < 0.1 * run.losses[0]


def test_the_confusion_matrix_counts_every_test_image_once(run):
    assert run.confusion.shape == (CLASSES, CLASSES)
    assert run.test_size == 449
    assert np.trace(run.confusion) / run.test_size == pytest.approx(run.test_accuracy)


def test_the_same_seed_repeats_the_run_exactly(run):
    again = train_digits(seed=0)
    assert np.array_equal(again.losses, run.losses)
    assert np.array_equal(again.weights, run.weights)


def test_another_seed_gives_another_run(run):
    assert not np.array_equal(train_digits(seed=1).losses, run.losses)


def test_no_image_is_in_both_training_and_test_set():
    X, y, X_test, y_test = load_digits(seed=0)
    assert len(y) + len(y_test) == 1797
    assert X.shape[1] == X_test.shape[1] == SIDE * SIDE
    together = np.concatenate([X, X_test])
    assert len(np.unique(together, axis=0)) == len(together)


@pytest.fixture(scope="module")
def compared():
    return compare_updates(seed=0)


@pytest.fixture(scope="module")
def best(compared):
    """The run of each update at its learning rate."""
    return {name: compared[name][rate] for name, (_, rate) in UPDATES.items()}


def test_every_update_teaches_the_same_net_to_read_about_equally_well(best):
    accuracies = [run.test_accuracy for run in best.values()]
    assert min(accuracies) >= 0.95
    assert max(accuracies) - min(accuracies) < 0.02


def test_all_updates_start_from_the_same_weights_and_see_the_same_images(best):
    first, *others = best.values()
    assert all(run.losses[0] == first.losses[0] for run in others)
    assert all(run.losses[1] != first.losses[1] for run in others)


def test_every_update_has_a_better_learning_rate_than_its_neighbours(compared):
    for name, runs in compared.items():
        slower, chosen, faster = (run.epoch_means[-1] for run in runs.values())
        assert chosen < min(slower, faster), name


def test_memory_ends_below_plain_descent(best):
    for name in ("momentum", "nesterov", "adam"):
        assert best[name].epoch_means[-1] < 0.85 * best["sgd"].epoch_means[-1], name


def test_decay_keeps_weights_smaller_and_ends_above_adam(best):
    assert np.linalg.norm(best["adamw"].weights) < np.linalg.norm(best["adam"].weights)
    assert best["adamw"].epoch_means[-1] > best["adam"].epoch_means[-1]


def test_adam_wants_a_rate_more_than_ten_times_smaller_than_plain_descent():
    assert UPDATES["sgd"][1] > 10 * UPDATES["adam"][1]
