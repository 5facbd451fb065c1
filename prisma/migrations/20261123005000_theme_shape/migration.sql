-- In which shape the theme's data was asked to be written last (THEME_SHAPE); 0: not since this is counted, so a worker of this version writes it anew.
ALTER TABLE shop ADD COLUMN theme_shape integer NOT NULL DEFAULT 0;
