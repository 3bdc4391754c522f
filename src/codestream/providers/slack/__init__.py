"""Slack: sharing."""
