"""Pages: signing in and out, settings and devices, mandates, and the auditor's view of the trail."""
