# SPDX-License-Identifier: LGPL-2.1-or-later
include exporters/collapsed/local.mk
include exporters/json/local.mk
include exporters/svg/local.mk
