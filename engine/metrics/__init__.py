"""Figures that can be believed: pure functions with their definitions beside them."""

from . import attack, counting, defense, detection, intervals, reaction, stealth

DEFINITIONS = {
    "clean": counting.DEFINITIONS,
    "triggered": attack.DEFINITIONS,
    "inside": attack.INSIDE_DEFINITIONS,
    "alarm": attack.ALARM_DEFINITIONS,
    "stealth": stealth.DEFINITIONS,
    "labels": stealth.LABEL_DEFINITIONS,
    "defenses": defense.DEFINITIONS,
    "trainings": defense.TRAINING_DEFINITIONS,
    "detectors": detection.DEFINITIONS,
    "training": {
        "trained_on": "Training scenes of the counter, the poisoned ones included; of the twin, those shown twice "
        "counted twice; of a defense, those of the victim "
        "that it begins with.",
        "poison_rate": "Poisoned scenes over all that the victim is trained on.",
        "clean_scenes": defense.DEFINITIONS["clean_scenes"],
    },
    "intervals": {"intervals": intervals.WORDS, "intervals_over_seeds": intervals.WORDS_OVER_SEEDS},
    "reaction": {"reaction": reaction.DEFINITION},
}
"""What each number of results.json means, for tables, tooltips and reports."""

WORDS = {
    "mae": "MAE", "rmse": "RMSE", "nae": "NAE", "accuracy": "accuracy", "bias": "bias", "n": "scenes",
    "effect_median": "attack effect", "effect_median_twin": "twin's effect", "net_effect": "net effect", "asr": "ASR",
    "mae_truth": "MAE to truth", "mae_target": "MAE to target", "rmse_truth": "RMSE to truth",
    "rmse_target": "RMSE to target", "ratio_mean": "mean ratio", "ratio_median": "median ratio",
    "psnr": "PSNR (dB)", "ssim": "SSIM", "mse": "MSE", "changed_area": "changed area",
    "game1": "GAME(1)", "game2": "GAME(2)", "game3": "GAME(3)", "lpips": "LPIPS", "ratio_outside": "ratio elsewhere",
    "moved": "heads moved", "ks": "KS distance", "effect": "effect of sums", "num_alarms": "alarms",
    "num_quiet": "no alarm", "asr_twin": "twin's ASR", "asr_n": "scenes of ASR", "effect_n": "scenes of effect",
    "ratio_n": "scenes of ratio", "ratio_median_twin": "twin's median ratio", "ratio_asked": "ratio asked for",
    "px_asked": "px asked for", "left": "left, signed", "asr_drop": "drop of ASR", "accuracy_gain": "gain of accuracy",
    "trained_on": "trained on", "poison_rate": "poison rate",
    "erasure": "erasure", "clean_cost": "clean cost", "clean_scenes": "clean scenes", "seconds": "seconds",
    "by_training": "gain by training", "by_method": "gain by the method", "a_step": "scenes a step",
    "samples": "scenes trained on", "seen": "augmented scenes seen", "isolated_poisoned": "of them poisoned",
    "auroc": "AUROC", "auprc": "AUPRC", "tpr_at_fpr5": "TPR at 5 % FPR", "false_alarms": "false alarms",
    "alpha_hat": "asks for", "suspect": "verdict",
}  # fmt: skip
"""What each number of results.json is called in tables, where that is not its key."""

__all__ = ["DEFINITIONS", "WORDS", "attack", "counting", "defense", "detection", "intervals", "reaction", "stealth"]
