/** A colour by its number or from the browser's palette; empty is the theme's. */
import { Text, TextField } from '@shopify/polaris';
import { isColour, typedColour } from '../../domain/market-look.ts';
import { useAdminText } from '../admin-text.tsx';
import { useFormField } from './fields.tsx';

/** What the palette begins with: it always holds some colour. */
const UNCHOSEN = '#ffffff';

export function FormColour({ label, hint, ...field }: { name: string; label: string; hint?: string | null }) {
  const { id, name, value, change, blur, error } = useFormField(field.name);
  const text = useAdminText();
  return (
    <div className="own-direction">
      <TextField
        {...{ id, name, label, value, error }}
        placeholder={text('look.theme')}
        helpText={hint ? <Text as="span">{hint}</Text> : undefined}
        onChange={change}
        onBlur={blur}
        clearButton
        onClearButtonClick={() => change('')}
        autoComplete="off"
        connectedLeft={
          <input
            type="color"
            className="palette"
            aria-label={text('look.palette', { label })}
            value={isColour(typedColour(value)) ? typedColour(value) : UNCHOSEN}
            onChange={(event) => change(event.currentTarget.value)}
          />
        }
      />
    </div>
  );
}
