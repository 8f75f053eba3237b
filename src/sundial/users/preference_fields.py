"""What clients send as a user's preferences: every documented key, bounded, by the name that it has on the wire.

A key that is absent is ``UNSET``. Most keys mean something to one client only, and nothing to the server.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id, Whole

LONGEST_LIST = 500

Text = Annotated[str, Meta(max_length=4000)]
Flag = bool | UnsetType | None
Number = Whole | UnsetType | None
Reference = Id | UnsetType | None
Words = Text | UnsetType | None


class AlphaFeature(msgspec.Struct, kw_only=True):
    """A feature on trial. Sundial has none, so every code is unknown."""

    alpha_feature_id: Reference = UNSET
    code: Words = UNSET
    deleted_at: Words = UNSET
    description: Words = UNSET
    enabled: Flag = UNSET
    product_id: Reference = UNSET


class DefaultProjectTask(msgspec.Struct, kw_only=True):
    """The project and task that a new time entry starts with."""

    project_id: Reference = UNSET
    task_id: Reference = UNSET
    workspace_id: Reference = UNSET


class KeyboardShortcut(msgspec.Struct, kw_only=True):
    """A key and its modifiers, as numbers of the operating system."""

    key: Number = UNSET
    modifiers: Number = UNSET


class WorkspaceItem(msgspec.Struct, kw_only=True):
    """A project or a tag, with the workspace it is in."""

    id: Reference = UNSET
    workspace_id: Reference = UNSET


class MacosAutoTrackingRule(msgspec.Struct, kw_only=True):
    """A word in a window's title, and what to track when it appears."""

    id: Words = UNSET
    keyword: Words = UNSET
    project_id: Reference = UNSET
    task_id: Reference = UNSET
    workspace_id: Reference = UNSET


class WindowsAutoTrackingParameter(msgspec.Struct, kw_only=True):
    """When an auto-tracking rule applies."""

    duration: Words = UNSET
    keyword: Words = UNSET
    keyword_mode: Words = UNSET
    time_of_day: Words = UNSET
    week_days: Words = UNSET


class WindowsAutoTrackingRule(msgspec.Struct, kw_only=True):
    """What to track when its parameters match."""

    billable: Flag = UNSET
    description: Words = UNSET
    enabled: Flag = UNSET
    id: Words = UNSET
    parameters: WindowsAutoTrackingParameter | UnsetType | None = UNSET
    project_id: Reference = UNSET
    skip_when_timer_is_running: Flag = UNSET
    start_without_confirmation: Flag = UNSET
    tag_ids: Annotated[list[Id], Meta(max_length=LONGEST_LIST)] | UnsetType | None = UNSET
    task_id: Reference = UNSET
    type: Number = UNSET
    workspace_id: Reference = UNSET


AlphaFeatures = Annotated[list[AlphaFeature], Meta(max_length=LONGEST_LIST)] | UnsetType | None
MacosAutoTrackingRules = Annotated[list[MacosAutoTrackingRule], Meta(max_length=LONGEST_LIST)] | UnsetType | None
WindowsAutoTrackingRules = Annotated[list[WindowsAutoTrackingRule], Meta(max_length=LONGEST_LIST)] | UnsetType | None


class PreferencesChange(msgspec.Struct, kw_only=True):
    """A partial change of the preferences: what is absent stays, null goes back to the default."""

    BeginningOfWeek: Number = UNSET
    CollapseTimeEntries: Flag = UNSET
    TimerView: Words = UNSET
    ToSAcceptNeeded: Flag = UNSET
    activity_timeline_display_activity: Flag = UNSET
    activity_timeline_grouping_interval: Words = UNSET
    activity_timeline_grouping_method: Words = UNSET
    activity_timeline_recording_level: Words = UNSET
    activity_timeline_sync_events: Flag = UNSET
    alpha_features: AlphaFeatures = UNSET
    analyticsAdvancedFilters: Flag = UNSET
    auto_tracker_delay_enabled: Flag = UNSET
    auto_tracker_delay_in_seconds: Number = UNSET
    auto_tracker_stop_on_no_rule_match_enabled: Flag = UNSET
    automatic_tagging: Flag = UNSET
    autotracking_enabled: Flag = UNSET
    beginningOfWeek: Number = UNSET
    calendar_snap_duration: Words = UNSET
    calendar_snap_initial_location: Words = UNSET
    calendar_visible_hours_end: Number = UNSET
    calendar_visible_hours_start: Number = UNSET
    calendar_zoom_level: Words = UNSET
    cell_swipe_actions_enabled: Flag = UNSET
    charts_view_type: Words = UNSET
    collapseDetailedReportEntries: Flag = UNSET
    collapseTimeEntries: Flag = UNSET
    dashboards_view_type: Words = UNSET
    date_format: Words = UNSET
    decimal_separator: Literal[",", "."] | UnsetType | None = UNSET
    default_project_id: Reference = UNSET
    default_project_task: DefaultProjectTask | UnsetType | None = UNSET
    default_task_id: Reference = UNSET
    displayDensity: Words = UNSET
    distinctRates: Words = UNSET
    duration_format: Literal["classic", "improved", "decimal"] | UnsetType | None = UNSET
    duration_format_on_timer_duration_field: Flag = UNSET
    edit_popup_integration_timer: Flag = UNSET
    extension_send_error_reports: Flag = UNSET
    extension_send_usage_statistics: Flag = UNSET
    firstSeenBusinessPromo: Number = UNSET
    focus_app_on_time_entry_started: Flag = UNSET
    focus_app_on_time_entry_stopped: Flag = UNSET
    haptic_feedback_enabled: Flag = UNSET
    hide_keyboard_shortcut: Flag = UNSET
    hide_sidebar_right: Flag = UNSET
    idle_detection_enabled: Flag = UNSET
    idle_detection_interval_in_minutes: Number = UNSET
    inactivity_behavior: Words = UNSET
    ios_is_goals_view_shown: Flag = UNSET
    is_goals_view_expanded: Flag = UNSET
    is_goals_view_shown: Flag = UNSET
    is_summary_total_view_visible: Flag = UNSET
    keep_mini_timer_on_top: Flag = UNSET
    keep_window_on_top: Flag = UNSET
    keyboard_increment_timer_page: Number = UNSET
    keyboard_shortcuts_enabled: Flag = UNSET
    keyboard_shortcuts_share_time_entries: Flag = UNSET
    mac_is_goals_view_shown: Flag = UNSET
    macos_auto_tracking_rules: MacosAutoTrackingRules = UNSET
    macos_show_hide_toggl_keyboard_shortcut: KeyboardShortcut | UnsetType | None = UNSET
    macos_stop_continue_keyboard_shortcut: KeyboardShortcut | UnsetType | None = UNSET
    manualEntryMode: Words = UNSET
    manualMode: Flag = UNSET
    manualModeOverlaySeen: Flag = UNSET
    modify_on_start_time_change: Words = UNSET
    offlineMode: Words = UNSET
    pg_time_zone_name: Words = UNSET
    pomodoro_auto_start_break: Flag = UNSET
    pomodoro_auto_start_focus: Flag = UNSET
    pomodoro_break_interval_in_minutes: Number = UNSET
    pomodoro_break_project: WorkspaceItem | UnsetType | None = UNSET
    pomodoro_break_project_id: Reference = UNSET
    pomodoro_break_start_sound_enabled: Flag = UNSET
    pomodoro_break_tag: WorkspaceItem | UnsetType | None = UNSET
    pomodoro_break_tag_id: Reference = UNSET
    pomodoro_countdown_timer: Flag = UNSET
    pomodoro_enabled: Flag = UNSET
    pomodoro_focus_interval_in_minutes: Number = UNSET
    pomodoro_focus_sound: Words = UNSET
    pomodoro_global_sound_enabled: Flag = UNSET
    pomodoro_interval_end_sound: Flag = UNSET
    pomodoro_interval_end_volume: Number = UNSET
    pomodoro_longer_break_duration_in_minutes: Number = UNSET
    pomodoro_prevent_screen_lock: Flag = UNSET
    pomodoro_rounds_before_longer_break: Number = UNSET
    pomodoro_session_start_sound_enabled: Flag = UNSET
    pomodoro_show_notifications: Flag = UNSET
    pomodoro_stop_timer_at_interval_end: Flag = UNSET
    pomodoro_track_breaks_as_time_entries: Flag = UNSET
    projectDashboardActivityMode: Words = UNSET
    project_shortcut_enabled: Flag = UNSET
    record_timeline: Flag = UNSET
    remember_last_project: Words = UNSET
    reminder_days: Words = UNSET
    reminder_enabled: Flag = UNSET
    reminder_interval_in_minutes: Number = UNSET
    reminder_period: Words = UNSET
    reminder_snoozing_in_minutes: Number = UNSET
    reportRounding: Flag = UNSET
    reportRoundingDirection: Words = UNSET
    reportRoundingStepInMinutes: Number = UNSET
    reportsHideWeekends: Flag = UNSET
    run_app_on_startup: Flag = UNSET
    running_entry_warning: Words = UNSET
    running_timer_notification_enabled: Flag = UNSET
    seenFollowModal: Flag = UNSET
    seenFooterPopup: Flag = UNSET
    seenProjectDashboardOverlay: Flag = UNSET
    seenTogglButtonModal: Flag = UNSET
    send_added_to_project_notification: Flag = UNSET
    send_daily_project_invites: Flag = UNSET
    send_product_emails: Flag = UNSET
    send_product_release_notification: Flag = UNSET
    send_system_message_notification: Flag = UNSET
    send_timer_notifications: Flag = UNSET
    send_weekly_report: Flag = UNSET
    sharing_shortcut_enabled: Flag = UNSET
    showTimeInTitle: Flag = UNSET
    show_all_entries: Flag = UNSET
    show_changelog: Flag = UNSET
    show_description_in_menu_bar: Flag = UNSET
    show_dock_icon: Flag = UNSET
    show_events_in_calendar: Flag = UNSET
    show_project_in_menu_bar: Flag = UNSET
    show_qr_scanner: Flag = UNSET
    show_seconds_in_menu_bar: Flag = UNSET
    show_timeline_in_day_view: Flag = UNSET
    show_timer_in_menu_bar: Flag = UNSET
    show_today_total_in_menu_bar: Flag = UNSET
    show_total_billable_hours: Flag = UNSET
    show_weekend_on_timer_page: Flag = UNSET
    show_workouts_in_calendar: Flag = UNSET
    sleep_behaviour: Words = UNSET
    smart_alerts_option: Words = UNSET
    snowballReportRounding: Words = UNSET
    stack_times_on_manual_mode_after: Words = UNSET
    start_automatically: Flag = UNSET
    start_shortcut_mode: Words = UNSET
    stop_at_specific_time: Flag = UNSET
    stop_automatically: Flag = UNSET
    stop_entry_on_shutdown: Flag = UNSET
    stop_specified_time: Words = UNSET
    stopped_timer_notification_enabled: Flag = UNSET
    suggestions_enabled: Flag = UNSET
    summaryReportAmounts: Words = UNSET
    summaryReportDistinctRates: Flag = UNSET
    summaryReportGrouping: Words = UNSET
    summaryReportSortAsc: Flag = UNSET
    summaryReportSortField: Words = UNSET
    summaryReportSubGrouping: Words = UNSET
    summary_total_mode: Words = UNSET
    tags_shortcut_enabled: Flag = UNSET
    time_entry_display_mode: Words = UNSET
    time_entry_ghost_suggestions_enabled: Flag = UNSET
    time_entry_invitations_notification_enabled: Flag = UNSET
    time_entry_start_stop_input_mode: Words = UNSET
    timeofday_format: Words = UNSET
    timerView: Words = UNSET
    timerViewMobile: Words = UNSET
    toSAcceptNeeded: Flag = UNSET
    use_mini_timer: Flag = UNSET
    visibleFooter: Words = UNSET
    webTimeEntryStarted: Flag = UNSET
    webTimeEntryStopped: Flag = UNSET
    weeklyReportGrouping: Words = UNSET
    weeklyReportValueToShow: Words = UNSET
    windows_auto_tracking_rules: WindowsAutoTrackingRules = UNSET
    windows_show_hide_toggl_keyboard_shortcut: KeyboardShortcut | UnsetType | None = UNSET
    windows_stop_continue_keyboard_shortcut: KeyboardShortcut | UnsetType | None = UNSET
    windows_stop_start_keyboard_shortcut: KeyboardShortcut | UnsetType | None = UNSET
    windows_theme: Words = UNSET
    workout_default_project: WorkspaceItem | UnsetType | None = UNSET
    workout_default_project_id: Reference = UNSET
    workout_default_tag: WorkspaceItem | UnsetType | None = UNSET
    workout_default_tag_id: Reference = UNSET
